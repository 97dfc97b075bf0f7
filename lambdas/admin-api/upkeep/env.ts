import * as z from 'zod';
import { operatorEnvironment } from '../../shared/http/operator-environment';

export const environmentSchema = operatorEnvironment.extend({
  REGISTRY_TABLE_NAME: z.string(),
  EVENT_BUS_NAME: z.string(),
  /** Begins the names of the dead-letter queues, which end in those of DEAD_LETTER_QUEUES. */
  DEAD_LETTER_PREFIX: z.string(),
  RECONCILER_FUNCTION_NAME: z.string(),
});
