import type { Plan } from '../../../app-services/tenant-portal/plan/plan';

interface Stored {
  item: Record<string, unknown>;
  version: number;
}

export interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  ifMatch: string | null;
  body: unknown;
}

const TENANT = 'tenant-1';
/** Of services: the gateway's own refusals have none. */
export const OF_SERVICE = { 'x-request-id': 'request-1' };

export const answer = (status: number, body?: unknown, headers: Record<string, string> = OF_SERVICE) =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });

export const PLAN: Plan = {
  plan: { tier: 'BASIC', rateLimit: 10, burstLimit: 10, quotaPerDay: 1_000 },
  today: { date: '2026-11-27', used: 250, throttled: 7, remaining: 750 },
  resetsAt: '2026-11-28T00:00:00.000Z',
  days: [
    { date: '2026-11-26', used: 900, throttled: 0 },
    { date: '2026-11-27', used: 250, throttled: 7 },
  ],
};

/** A tenant's API as its portal meets it, in place of `fetch`. */
export class FakeGateway {
  readonly asked: Asked[] = [];
  readonly items = { products: new Map<string, Stored>(), orders: new Map<string, Stored>() };
  users: Record<string, unknown>[] = [];
  plan: Plan = PLAN;
  /** Answers in place of everything else, for what it gives an answer to. */
  instead: (asked: Asked) => Response | undefined = () => undefined;

  constructor() {
    globalThis.fetch = (async (request: Request) => this.#answer(request)) as typeof fetch;
  }

  add(kind: 'products' | 'orders', id: string, item: object): void {
    const idName = kind === 'products' ? 'productId' : 'orderId';
    this.items[kind].set(id, { item: { tenantId: TENANT, [idName]: id, ...item }, version: 1 });
  }

  /** What was asked so, in its order. */
  of(method: string, path: string): Asked[] {
    return this.asked.filter((one) => one.method === method && one.path === path);
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const asked: Asked = {
      method: request.method,
      path: decodeURIComponent(pathname),
      query: Object.fromEntries(searchParams),
      ifMatch: request.headers.get('if-match'),
      body: await request.json().catch(() => undefined),
    };
    this.asked.push(asked);
    const instead = this.instead(asked);
    if (instead) return instead;
    const [, kind, id] = asked.path.split('/');
    if (kind === 'plan') return answer(200, this.plan, {});
    if (kind === 'users') return id ? answer(204) : answer(asked.method === 'POST' ? 201 : 200, this.users);
    return this.#items(kind as 'products' | 'orders', id, asked);
  }

  #items(kind: 'products' | 'orders', pathId: string | undefined, asked: Asked): Response {
    const all = this.items[kind];
    if (!pathId) {
      if (asked.method === 'POST') {
        const id = `new-${all.size}`;
        this.add(kind, id, asked.body as object);
        return answer(201, all.get(id)?.item, { ...OF_SERVICE, etag: '"1"' });
      }
      const from = Number(asked.query.next_token ?? 0);
      const to = from + Number(asked.query.limit);
      const page = [...all.values()].slice(from, to).map(({ item }) => item);
      return answer(200, page, { ...OF_SERVICE, ...(to < all.size && { 'x-next-token': String(to) }) });
    }
    const id = pathId.split(':')[1] ?? '';
    const found = all.get(id);
    if (!found) return answer(404, { message: `${kind} not found` });
    if (asked.method !== 'GET' && asked.ifMatch !== `"${found.version}"`) {
      return answer(412, { message: 'it was changed since the version in If-Match' });
    }
    if (asked.method === 'DELETE') all.delete(id);
    if (asked.method === 'PUT') {
      found.item = { ...found.item, ...(asked.body as object) };
      found.version++;
    }
    return asked.method === 'DELETE'
      ? answer(204)
      : answer(200, found.item, { ...OF_SERVICE, etag: `"${found.version}"` });
  }
}
