import { ItemTable } from '../shared/data/item-table';
import { tenantClients } from '../shared/data/tenant-clients';
import { readEnv } from '../shared/env';
import { tryItems } from '../shared/isolation/items';
import { start } from '../shared/start';
import { buildProducts } from './app';
import { productsEnv } from './env';
import type { Product } from './product';

const env = readEnv(productsEnv, process.env);
const clientOf = tenantClients({
  region: env.AWS_REGION,
  serviceName: env.SERVICE_NAME,
  tenantDataRoleArn: env.TENANT_DATA_ROLE_ARN,
});
const held = { clientOf, tableName: env.TABLE_NAME, kind: 'product' };
const table = new ItemTable<Product>(held);
const tryIsolation = tryItems({
  ...held,
  pooled: env.TENANT_DATA_ROLE_ARN !== undefined,
  silo: env.TENANCY === 'silo',
});

void start(env, (deps) => buildProducts({ ...deps, tryIsolation, table }));
