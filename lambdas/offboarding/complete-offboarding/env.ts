import * as z from 'zod';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  /** Where the tenant's data was written, if it was. */
  EXPORT_BUCKET_NAME: z.string(),
});
