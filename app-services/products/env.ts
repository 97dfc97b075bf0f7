import type { z } from 'zod';
import { commonEnv, requireTenantOfSilo, TENANT_OF_SILO, tableEnv } from '../shared/env';

const shape = commonEnv.extend(tableEnv.shape);

export const productsEnv = shape.refine(requireTenantOfSilo, TENANT_OF_SILO);

/** What a task definition of the products service gives. */
export type ProductsEnv = z.input<typeof shape>;
