import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APIGatewayClient, paginateGetApiKeys } from '@aws-sdk/client-api-gateway';
import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { concurrently } from '../../../lambdas/shared/aws/concurrently';
import { clientConfig } from '../../../scripts/local/engine';
import { buildTenant, type Product, type TenantClient } from '../../builders/product';
import { findTasks } from './find-tasks';
import type { DecodedToken, Member, Service, TierName } from './member';
import { itemStore, userStore } from './state';

const TIERS: Record<string, TierName> = { B: 'Basic', A: 'Advanced', P: 'Premium' };

/** An onboarding takes a second or two; a machine that does other work may need a hundred times that. */
const PATIENCE_MS = 240_000;

const casts = new WeakMap<Product, Promise<Member[]>>();

/** The tenants that attack and are attacked in a product: two of each tier, assembled at the first call. */
export function castOf(product: Product): Promise<Member[]> {
  const known = casts.get(product) ?? assemble(product);
  casts.set(product, known);
  return known;
}

/** Onboards two tenants of each tier and gives each orders, products and users of its own. About 8 s. */
async function assemble(product: Product): Promise<Member[]> {
  const keys = Object.keys(TIERS).flatMap((letter) => [`${letter}1`, `${letter}2`]);
  const around = await surroundings(product);
  const cast = new Map<string, Member>();
  await concurrently(keys, 3, async (key) => {
    const tier = TIERS[key.charAt(0)] as TierName;
    const tenant = await product.onboard(buildTenant(tier.toLowerCase()), PATIENCE_MS);
    cast.set(key, await furnish(product, around, key, tier, await product.signIn(tenant)));
  });
  return keys.map((key) => cast.get(key) as Member);
}

interface Surroundings {
  dynamodb: DynamoDBClient;
  gateway: APIGatewayClient;
}

const surroundings = async ({ port }: Product): Promise<Surroundings> => ({
  dynamodb: new DynamoDBClient(clientConfig(port)),
  gateway: new APIGatewayClient(clientConfig(port)),
});

async function furnish(
  product: Product,
  { dynamodb, gateway }: Surroundings,
  key: string,
  tier: TierName,
  client: TenantClient,
): Promise<Member> {
  const { tenantId, tenantName, userPoolId } = client.tenant;
  const secret = (what: string) => `${what}-${key}-${tenantName}-known-to-its-owner`;
  const productNames = [secret('product'), secret('spare-product')];
  const orderNames = [secret('order'), secret('spare-order')];
  const [productId = ''] = await made(client, '/products', 'productId', productNames.map(productBody));
  const [orderId = ''] = await made(client, '/orders', 'orderId', orderNames.map(orderBody));
  const email = `ann@${tenantName}.example`;
  await made(client, '/users', 'message', [
    { userName: 'ann', userEmail: email, userRole: 'TenantUser' },
    { userName: 'bob', userEmail: `bob@${tenantName}.example`, userRole: 'TenantUser' },
  ]);
  const tables = await tablesOf(dynamodb, client.tenant);
  const store = {
    orders: itemStore(dynamodb, { idName: 'orderId', ...tables.orders }, tenantId),
    products: itemStore(dynamodb, { idName: 'productId', ...tables.products }, tenantId),
    users: userStore(product.cognito, { id: userPoolId, shared: tier === 'Basic' }, tenantId),
  };
  const known = {
    orders: await store.orders.read(),
    products: await store.products.read(),
    users: await store.users.read(),
  };
  const tenantPath = tier === 'Basic' ? 'basic' : tenantId;
  const member: Member = {
    key,
    tier,
    tenantId,
    client,
    ...client.tokens,
    decoded: decode(client.tokens.idToken),
    poolKey: signingKey(product, userPoolId, 'id'),
    accessKey: signingKey(product, userPoolId, 'access'),
    userPoolId,
    apiKey: await apiKeyOf(gateway, tenantName),
    tenantPath,
    tasks: await findTasks(product.port, tenantPath),
    store,
    known,
    orderId,
    productId,
    user() {
      const users = [...member.known.users.values()] as UserType[];
      const ann = users.find(({ Attributes }) =>
        Attributes?.some(({ Name, Value }) => Name === 'email' && Value === email),
      );
      return { username: ann?.Username ?? '', email };
    },
    nextToken: {
      orders: await nextToken(client, 'orders'),
      products: await nextToken(client, 'products'),
      users: await nextToken(client, 'users'),
    },
    secrets: [...productNames, ...orderNames],
  };
  return member;
}

const productBody = (name: string) => ({ name, price: 4.5, sku: 'BRD-1', category: 'Food' });
const orderBody = (orderName: string) => ({ orderName, orderProducts: [] });

async function made(client: TenantClient, path: string, idName: string, bodies: object[]): Promise<string[]> {
  const ids: string[] = [];
  for (const body of bodies) {
    const { status, text, body: answer } = await client.call('POST', path, body);
    if (status !== 201) throw new Error(`${client.tenant.tenantName}: POST ${path}: ${status} ${text}`);
    ids.push(String(answer[idName]));
  }
  return ids;
}

async function nextToken(client: TenantClient, service: Service): Promise<string> {
  const { headers, text } = await client.call('GET', `/${service}?limit=1`);
  const token = headers.get('x-next-token');
  if (!token) throw new Error(`${client.tenant.tenantName}: a list of two has no second page: ${text}`);
  return token;
}

function decode(token: string): DecodedToken {
  const [header = '', claims = ''] = token.split('.');
  const parse = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return { header: parse(header), claims: parse(claims) };
}

/** The local AWS keeps the private keys of its pools in its folder. */
const signingKey = ({ folder }: Product, userPoolId: string, use: 'id' | 'access'): KeyObject =>
  createPrivateKey(
    readFileSync(join(folder, 'engine/state/cognito-pool-keys', `${userPoolId}-${use}.pem`), 'utf8'),
  );

async function apiKeyOf(client: APIGatewayClient, tenantName: string): Promise<string> {
  for await (const { items = [] } of paginateGetApiKeys({ client }, { includeValues: true })) {
    const own = items.find(({ name }) => name?.startsWith(`tenant-${tenantName}-`));
    if (own?.value) return own.value;
  }
  throw new Error(`${tenantName} has no API key`);
}

/** Its own tables where it has some, else the pool's. */
async function tablesOf(client: DynamoDBClient, { tenantName }: { tenantName: string }) {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  const find = (service: 'orders' | 'products') => {
    const own = names.find(
      (name) => name.startsWith(`tenant-${tenantName}-`) && name.endsWith(`-${service}`),
    );
    const shared = names.find((name) => new RegExp(`^shared-infra-stack-.*${service}`, 'i').test(name));
    const name = own ?? shared;
    if (!name) throw new Error(`no table of ${service} among ${names.join(', ')}`);
    return { name, shared: own === undefined };
  };
  return { orders: find('orders'), products: find('products') };
}
