import * as z from 'zod';
import { eventNamesSchema } from '../../shared/contracts/events';
import { jsonOf } from '../../shared/environment';
import { operatorEnvironment } from '../../shared/http/operator-environment';

export const environmentSchema = operatorEnvironment.extend({
  REGISTRY_TABLE_NAME: z.string(),
  EVENT_BUS_NAME: z.string(),
  EVENT_NAMES: jsonOf(eventNamesSchema),
});
