import * as z from 'zod';

export const environmentSchema = z.object({ REGISTRY_TABLE_NAME: z.string() });
