import { ordersEnv } from '../../../app-services/orders/env';
import { productsEnv } from '../../../app-services/products/env';
import { readEnv } from '../../../app-services/shared/env';
import { usersEnv } from '../../../app-services/users/env';

const pooled = {
  SERVICE_NAME: 'orders',
  TENANCY: 'pooled',
  AWS_REGION: 'eu-west-1',
  USER_POOL_ID: 'eu-west-1_Pool1',
  APP_CLIENT_ID: 'client-1',
  TABLE_NAME: 'orders',
  TENANT_DATA_ROLE_ARN: 'arn:aws:iam::111122223333:role/data',
  SIGN_OUTS_TABLE_NAME: 'sign-outs',
};

it('fills in what is usual', () => {
  expect(readEnv(ordersEnv, pooled)).toMatchObject({
    PORT: 3010,
    PRODUCTS_URL: 'http://products-api:3010',
    LOG_LEVEL: 'info',
    CORS_ALLOWED_ORIGIN: '*',
  });
});

it('names every variable that is missing or wrong, and no value', () => {
  const broken = { ...pooled, PORT: 'secret-value', TABLE_NAME: undefined };
  expect(() => readEnv(ordersEnv, broken)).toThrow(/PORT: .*TABLE_NAME: /);
  expect(() => readEnv(ordersEnv, broken)).not.toThrow(/secret-value/);
});

it.each([
  ['orders', ordersEnv],
  ['products', productsEnv],
  ['users', usersEnv],
])('%s does not start as a silo without its tenant, who would be everybody', (_, schema) => {
  expect(() => readEnv(schema, { ...pooled, TENANCY: 'silo' })).toThrow(
    'TENANT_ID: required when TENANCY is silo',
  );
  expect(readEnv(schema, { ...pooled, TENANCY: 'silo', TENANT_ID: 't1' })).toMatchObject({ TENANT_ID: 't1' });
});
