import * as z from 'zod';
import { operatorEnvironment } from '../../shared/http/operator-environment';

export const environmentSchema = operatorEnvironment.extend({
  REGISTRY_TABLE_NAME: z.string(),
  EXPORT_STATE_MACHINE_ARN: z.string(),
  EXPORT_BUCKET_NAME: z.string(),
});
