import * as z from 'zod';
import { jsonOf } from '../../shared/environment';
import { operatorEnvironment } from '../../shared/http/operator-environment';
import { placesSchema } from '../../shared/registry/admission';

export const environmentSchema = operatorEnvironment.extend({
  REGISTRY_TABLE_NAME: z.string(),
  PLACES: jsonOf(placesSchema),
  /** By operation. */
  STATE_MACHINE_ARNS: jsonOf(z.record(z.string(), z.string())),
});
