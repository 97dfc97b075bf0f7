import * as z from 'zod';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  EXPORT_STATE_MACHINE_ARN: z.string(),
  EXPORT_BUCKET_NAME: z.string(),
});
