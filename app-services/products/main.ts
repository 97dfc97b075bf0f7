import { ItemTable } from '../shared/data/item-table';
import { tenantClients } from '../shared/data/tenant-clients';
import { readEnv } from '../shared/env';
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
const table = new ItemTable<Product>({ clientOf, tableName: env.TABLE_NAME, kind: 'product' });

void start(env, (deps) => buildProducts({ ...deps, table }));
