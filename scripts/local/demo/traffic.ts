import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import pc from 'picocolors';
import { signIn } from '../operator';
import type { TenantOutput } from '../outputs';
import { say } from '../progress';

/** More at once than the Basic plan's rate and burst of 10. */
const BURST = 40;

export interface SignedInTenant extends TenantOutput {
  idToken: string;
}

export async function signInTenant(
  cognito: CognitoIdentityProviderClient,
  tenant: TenantOutput,
): Promise<SignedInTenant> {
  const { idToken } = await signIn(cognito, tenant.appClientId, tenant.userName, tenant.password);
  return { ...tenant, idToken };
}

/** A tenant's request through API Gateway with its own token. */
export const call = (
  tenant: SignedInTenant,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> =>
  fetch(`${tenant.apiGatewayUrl.replace(/\/$/, '')}${path}`, {
    method,
    headers: { authorization: `Bearer ${tenant.idToken}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

async function create<T>(tenant: SignedInTenant, path: string, body: unknown): Promise<T> {
  const answer = await call(tenant, 'POST', path, body);
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`${tenant.tenantName}: POST ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

/** Creates two products and an order of them, and reads the order back. */
export async function placeOrder(tenant: SignedInTenant): Promise<void> {
  const products = [
    { name: 'Bread', price: 4.5, sku: 'BRD-1', category: 'Food' },
    { name: 'Cup', price: 12, sku: 'CUP-7', category: 'Kitchen' },
  ];
  const orderProducts: { productId: string; price: number; quantity: number }[] = [];
  for (const product of products) {
    const { productId } = await create<{ productId: string }>(tenant, '/products', product);
    orderProducts.push({ productId, price: product.price, quantity: 2 });
  }
  const order = await create<{ tenantId: string; orderId: string }>(tenant, '/orders', {
    orderName: `First order of ${tenant.tenantName}`,
    orderProducts,
  });
  const read = await call(tenant, 'GET', `/orders/${order.tenantId}:${order.orderId}`);
  if (read.status !== 200) throw new Error(`${tenant.tenantName}: GET of its order: ${read.status}`);
  say(
    `  ${tenant.tenantName.padEnd(16)} 2 products and order ${order.orderId} ${pc.green('created and read')}`,
  );
}

/** Drives one tenant past its plan, while every other sends one request at a time. */
export async function overdrive(noisy: SignedInTenant, others: SignedInTenant[]): Promise<void> {
  const burst = Array.from({ length: BURST }, () => call(noisy, 'GET', '/products'));
  const [answers, calm] = await Promise.all([
    Promise.all(burst),
    Promise.all(others.map(async (tenant) => ({ tenant, answer: await call(tenant, 'GET', '/products') }))),
  ]);
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  say(
    `  ${noisy.tenantName.padEnd(16)} ${BURST} at once: ${count(200)} x 200, ${pc.yellow(`${count(429)} x 429`)}`,
  );
  for (const { tenant, answer } of calm) {
    say(`  ${tenant.tenantName.padEnd(16)} at the same time: ${answer.status}`);
    if (answer.status !== 200) throw new Error(`${tenant.tenantName} was refused with ${answer.status}`);
  }
  if (count(429) === 0) throw new Error(`${noisy.tenantName} was not throttled`);
}
