import * as z from 'zod/mini';
import { commonConfig } from '../portal-shared/config/schema';

export const adminConfig = z.object({
  ...commonConfig,
  userPoolId: z.string(),
  userPoolClientId: z.string(),
});
