import * as z from 'zod';
import { eventNamesSchema } from '../../shared/contracts/events';
import { jsonOf } from '../../shared/environment';
import { placesSchema } from '../../shared/registry/admission';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  EVENT_BUS_NAME: z.string(),
  EVENT_NAMES: jsonOf(eventNamesSchema),
  PLACES: jsonOf(placesSchema),
  /** ARN of the state machine of each operation. */
  STATE_MACHINE_ARNS: jsonOf(
    z.strictObject({
      onboarding: z.string(),
      offboarding: z.string(),
      activation: z.string(),
      deactivation: z.string(),
    }),
  ),
  /** Where an event that can never start a workflow goes, with its reason. */
  REJECTED_EVENTS_QUEUE_URL: z.string(),
});
