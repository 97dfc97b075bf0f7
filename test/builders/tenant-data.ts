import { paginateListUserPools, paginateListUsers } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '../../scripts/local/engine';
import type { Product, TenantClient } from './product';

export const PRODUCT = { name: 'Bread', price: 4.5, sku: 'BRD-1', category: 'Food' };

/** Puts a product, an order and a second user into a tenant, as its administrator would. */
export async function fill(client: TenantClient): Promise<void> {
  const { tenantName } = client.tenant;
  const made = await client.call<{ productId: string }>('POST', '/products', PRODUCT);
  const { productId } = made.body;
  const answers = [
    made,
    await client.call('POST', '/orders', {
      orderName: 'breakfast',
      orderProducts: [{ productId, price: 4.5, quantity: 2 }],
    }),
    await client.call('POST', '/users', {
      userName: 'ann',
      userEmail: `ann@${tenantName}.example`,
      userRole: 'TenantUser',
    }),
  ];
  const refused = answers.find(({ status }) => status !== 201);
  if (refused) throw new Error(`${refused.status} ${refused.text}`);
}

/**
 * Every item and user of a tenant, wherever it is, one line each and whole: of every table but the registry, by
 * leading key, and of every pool, by the claim. Two compare to the byte.
 */
export async function dataOf(product: Product, tenantId: string): Promise<string[]> {
  return [...(await itemsOf(product, tenantId)), ...(await usersOf(product, tenantId))].sort();
}

async function itemsOf(product: Product, tenantId: string): Promise<string[]> {
  const client = new DynamoDBClient(clientConfig(product.port));
  const lines: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const TableName of TableNames.filter((name) => name !== product.registryTable)) {
      for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
        const own = Items.filter((item) => item.tenantId?.S === tenantId);
        lines.push(...own.map((item) => `Item ${TableName} ${sorted(item)}`));
      }
    }
  }
  return lines;
}

async function usersOf({ cognito: client }: Product, tenantId: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { UserPools = [] } of paginateListUserPools({ client }, { MaxResults: 60 })) {
    for (const { Id, Name } of UserPools) {
      for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId: Id })) {
        const own = Users.filter(({ Attributes = [] }) =>
          Attributes.some(
            (attribute) => attribute.Name === 'custom:tenantId' && attribute.Value === tenantId,
          ),
        );
        lines.push(...own.map((user) => `User ${Name} ${sorted(user)}`));
      }
    }
  }
  return lines;
}

/** JSON whose keys are in order. */
const sorted = (value: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b))));

/** The registry's rows about a tenant, each as text: whatever names it. */
export async function registryRowsOf(product: Product, marks: readonly string[]): Promise<string[]> {
  const client = new DynamoDBClient(clientConfig(product.port));
  const rows: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: product.registryTable })) {
    rows.push(...Items.map((item) => JSON.stringify(item)));
  }
  return rows.filter((row) => marks.some((mark) => row.includes(mark)));
}
