import { ItemTable } from '../shared/data/item-table';
import { tenantClients } from '../shared/data/tenant-clients';
import { readEnv } from '../shared/env';
import { tryItems } from '../shared/isolation/items';
import { start } from '../shared/start';
import { buildOrders } from './app';
import { askProducts } from './ask-products';
import { Catalogue } from './catalogue';
import { ordersEnv } from './env';
import type { Order } from './order';

const env = readEnv(ordersEnv, process.env);
const clientOf = tenantClients({
  region: env.AWS_REGION,
  serviceName: env.SERVICE_NAME,
  tenantDataRoleArn: env.TENANT_DATA_ROLE_ARN,
});
const held = { clientOf, tableName: env.TABLE_NAME, kind: 'order' };
const table = new ItemTable<Order>(held);
const tryIsolation = tryItems({
  ...held,
  pooled: env.TENANT_DATA_ROLE_ARN !== undefined,
  silo: env.TENANCY === 'silo',
});
const catalogue = new Catalogue(askProducts(env.PRODUCTS_URL));

void start(env, (deps) => buildOrders({ ...deps, tryIsolation, table, catalogue }));
