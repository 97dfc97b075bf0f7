import * as z from 'zod';
import { eventNamesSchema } from '../../shared/contracts/events';
import { jsonOf } from '../../shared/environment';
import { placesSchema } from '../../shared/registry/admission';

export const environmentSchema = z.object({
  /** Pool in which a caller must still be an operator. */
  OPERATOR_POOL_ID: z.string(),
  REGISTRY_TABLE_NAME: z.string(),
  EVENT_BUS_NAME: z.string(),
  EVENT_NAMES: jsonOf(eventNamesSchema),
  /** Where tenants can be placed; see {@link placesSchema}. */
  PLACES: jsonOf(placesSchema),
});
