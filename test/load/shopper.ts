import type { TenantClient } from '../builders/product';
import { call } from './call';
import { judge, type Outcome } from './outcome';

interface Product {
  tenantId: string;
  productId: string;
  name: string;
  price: number;
}
interface Order {
  tenantId: string;
  orderId: string;
  orderName: string;
  orderProducts: { productId: string; price: number; quantity: number; name?: string }[];
}

/** Items there are before the load begins, to read. */
const KNOWN = 10;
const LIST_EVERY = 50;
const UNPRICED_EVERY = 10;

/**
 * A tenant under load: reads and writes products and orders, knows what each answer has to be, and remembers every
 * item that it was told had been made.
 */
export class Shopper {
  private readonly products: Product[] = [];
  private readonly orders: Order[] = [];
  /** Names of what POST was answered 201, with their ids; and of all that was ever posted. */
  private readonly made = new Map<string, string>();
  private readonly url: string;
  private readonly tenantId: string;
  private readonly run = Date.now().toString(36);
  private count = 0;

  constructor(private readonly client: TenantClient) {
    this.url = client.tenant.apiGatewayUrl.replace(/\/$/, '');
    this.tenantId = client.tenant.tenantId;
  }

  /** Makes what is read later, one after the other; fails when that does not work without any disturbance. */
  async prepare(): Promise<void> {
    for (let each = 0; each < KNOWN; each += 1) {
      for (const post of [() => this.postProduct(), () => this.postOrder()]) {
        const { kind, detail } = await post();
        if (kind !== 'ok') throw new Error(`${this.client.tenant.tenantName} cannot be prepared: ${detail}`);
      }
    }
  }

  /**
   * The next request of the mix: as many reads as writes, of both services, and now and then a list. (The local
   * DynamoDB takes time for a query by the number of items in the partition, which DynamoDB does not.)
   */
  next(index: number, dueMs: number): Promise<Outcome> {
    if (index % LIST_EVERY === LIST_EVERY - 1) return this.listProducts(dueMs);
    switch (index % 4) {
      case 0:
        return this.getProduct(index, dueMs);
      case 1:
        return this.postProduct(dueMs);
      case 2:
        return this.getOrder(index, dueMs);
      default:
        return this.postOrder(dueMs);
    }
  }

  /** Items that were answered 201 and are not there exactly once, and items that are there twice. */
  async miscounted(): Promise<string[]> {
    const [products, orders] = await Promise.all([this.all<Product>('products'), this.all<Order>('orders')]);
    const found = new Map<string, string[]>();
    for (const { name, productId } of products) found.set(name, [...(found.get(name) ?? []), productId]);
    for (const { orderName, orderId } of orders) {
      found.set(orderName, [...(found.get(orderName) ?? []), orderId]);
    }
    const lost = [...this.made].filter(([name, id]) => found.get(name)?.join() !== id).map(([name]) => name);
    const twice = [...found].filter(([, ids]) => ids.length > 1).map(([name]) => name);
    return [...new Set([...lost, ...twice])];
  }

  /** How many items POST was answered 201. */
  get acknowledged(): number {
    return this.made.size;
  }

  private postProduct(dueMs = performance.now()): Promise<Outcome> {
    const number = this.count++;
    const body = {
      name: `p-${this.run}-${number}`,
      price: number + 0.25,
      sku: `s${number}`,
      category: 'Load',
    };
    return this.ask('products', 'POST', '', dueMs, body, (item: Product) => {
      if (item.name !== body.name || item.price !== body.price) return 'is not what was posted';
      this.made.set(body.name, item.productId);
      this.products.push(item);
      return undefined;
    });
  }

  private postOrder(dueMs = performance.now()): Promise<Outcome> {
    const orderName = `o-${this.run}-${this.count++}`;
    // The newest product: orders has to ask products, which it has not asked for this one yet. Now and then without
    // its price: then the order cannot be taken when products does not answer.
    const product = this.products.at(-1) as Product;
    const price = this.count % UNPRICED_EVERY === 0 ? undefined : product.price;
    const body = { orderName, orderProducts: [{ productId: product.productId, quantity: 2, price }] };
    return this.ask('orders', 'POST', '', dueMs, body, (order: Order) => {
      const [line] = order.orderProducts;
      if (order.orderName !== orderName || line?.productId !== product.productId) {
        return 'is not what was posted';
      }
      // An order with its price is taken without the product's name when products does not answer.
      const named = line.name === product.name || (price !== undefined && line.name === undefined);
      if (line.price !== product.price || !named) return 'has another price or name';
      this.made.set(orderName, order.orderId);
      this.orders.push(order);
      return undefined;
    });
  }

  private getProduct(index: number, dueMs: number): Promise<Outcome> {
    const known = this.products[index % this.products.length] as Product;
    return this.ask('products', 'GET', `/${known.tenantId}:${known.productId}`, dueMs, undefined, (item) =>
      same(item, known),
    );
  }

  private getOrder(index: number, dueMs: number): Promise<Outcome> {
    const known = this.orders[index % this.orders.length] as Order;
    return this.ask('orders', 'GET', `/${known.tenantId}:${known.orderId}`, dueMs, undefined, (item) =>
      same(item, known),
    );
  }

  private listProducts(dueMs: number): Promise<Outcome> {
    return this.ask('products', 'GET', '?limit=5', dueMs, undefined, (items: Product[]) => {
      if (items.length !== 5) return `${items.length} items in place of 5`;
      return items.every(({ tenantId }) => tenantId === this.tenantId) ? undefined : "another tenant's item";
    });
  }

  private async ask<T>(
    service: string,
    method: string,
    path: string,
    dueMs: number,
    body: unknown,
    check: (item: T) => string | undefined,
  ): Promise<Outcome> {
    const sentMs = performance.now();
    const url = `${this.url}/${service}${path}`;
    const reply = await call(url, method, this.client.tokens.idToken, body);
    const endedMs = performance.now();
    const problem = () => {
      const item = parsed(reply.text);
      if (item === undefined) return 'no JSON';
      if (!Array.isArray(item) && (item as Product).tenantId !== this.tenantId)
        return "another tenant's item";
      return check(item as T) ?? undefined;
    };
    const verdict = judge(reply, method === 'POST' ? 201 : 200, problem);
    return { service, method, ...verdict, dueMs, sentMs, endedMs };
  }

  private async all<T>(service: string): Promise<T[]> {
    const items: T[] = [];
    let token: string | undefined;
    do {
      const query = `?limit=100${token ? `&next_token=${encodeURIComponent(token)}` : ''}`;
      const { status, body, headers } = await this.client.call<T[]>('GET', `/${service}${query}`);
      if (status !== 200) throw new Error(`GET /${service}: ${status}`);
      items.push(...body);
      token = headers.get('x-next-token') ?? undefined;
    } while (token);
    return items;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const same = (item: unknown, known: unknown): string | undefined =>
  JSON.stringify(item) === JSON.stringify(known) ? undefined : 'is another item than the one asked for';
