import * as z from 'zod';
import { eventNamesSchema } from '../../shared/contracts/events';
import { jsonOf } from '../../shared/environment';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  EVENT_BUS_NAME: z.string(),
  EVENT_NAMES: jsonOf(eventNamesSchema),
});
