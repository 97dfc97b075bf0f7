import { z } from 'zod';
import { commonEnv, requireTenantOfSilo, TENANT_OF_SILO, tableEnv } from '../shared/env';

const shape = commonEnv.extend({
  ...tableEnv.shape,
  /** Base address of the products service; the default is its Service Connect name. */
  PRODUCTS_URL: z.url().default('http://products-api:3010'),
});

export const ordersEnv = shape.refine(requireTenantOfSilo, TENANT_OF_SILO);

/** What a task definition of the orders service gives. */
export type OrdersEnv = z.input<typeof shape>;
