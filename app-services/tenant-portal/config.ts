import * as z from 'zod/mini';
import { commonConfig } from '../portal-shared/config/schema';

/** No pool: each tenant has its own, which `GET /tenant-config/{tenantName}` of the Admin API names. */
export const portalConfig = z.object(commonConfig);
export type PortalConfig = z.output<typeof portalConfig>;
