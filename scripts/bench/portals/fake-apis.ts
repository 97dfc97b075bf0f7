import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { paths } from '../../cli/openapi-types';
import { DEFINITION, MadeUpExecution } from './execution';
import { POOL } from './session';
import { makeTenants, pageOf, registrationIdOf, type TenantRow } from './tenants';

type Answers = {
  [Path in keyof paths]: paths[Path] extends {
    get: { responses: { 200: { content: { 'application/json': infer Body } } } };
  }
    ? Body
    : never;
};

/** What API Gateway and a function near by take, about. */
const ANSWERS_AFTER_MS = 50;

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE',
  'access-control-allow-headers': 'authorization,content-type',
  'access-control-expose-headers': 'Retry-After,Link,x-next-token,x-request-id',
  'access-control-max-age': '600',
};

/** The Admin API and a tenant's, with made-up tenants and one execution; answers are of the OpenAPI documents' types. */
export class FakeApis {
  readonly tenants = makeTenants(1_000);
  execution = new MadeUpExecution();
  /** Answered requests in their order, without those that ask for permission (CORS). */
  readonly asked: { path: string; answeredAt: number }[] = [];
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  constructor(readonly port: number) {}

  get adminUrl(): string {
    return `http://127.0.0.1:${this.port}/admin`;
  }

  /** The address of the execution's page. */
  get executionPath(): string {
    return `/tenants/${registrationIdOf(0)}/executions/${this.execution.name}`;
  }

  start(): Promise<void> {
    return new Promise((done, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(this.port, '127.0.0.1', done);
    });
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.#server.close(() => done());
      this.#server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, CORS).end();
      return;
    }
    await new Promise((done) => setTimeout(done, ANSWERS_AFTER_MS));
    const { pathname, searchParams } = new URL(request.url ?? '/', this.adminUrl);
    const path = decodeURIComponent(pathname);
    // What is true now, not when it was asked.
    const body = path.startsWith('/admin/')
      ? this.#admin(path.slice('/admin'.length), Object.fromEntries(searchParams))
      : tenantApi(path.slice('/tenant'.length));
    const headers = { ...CORS, 'content-type': 'application/json', 'x-request-id': 'made-up' };
    response.writeHead(body ? 200 : 404, headers);
    response.end(JSON.stringify(body ?? { message: `${path} is not made up` }));
    this.asked.push({ path, answeredAt: Date.now() });
  }

  #admin(path: string, query: Record<string, string>): Answers[keyof Answers] | undefined {
    const [, collection, id = '', part, , below] = path.split('/');
    if (path === '/me') return ME;
    if (path === '/overview') return this.#overview();
    if (path === '/tenants') return pageOf(this.tenants, query);
    if (collection === 'tenant-config') return this.#tenantConfig();
    if (collection !== 'tenant-registrations') return undefined;
    if (part === 'footprint') return this.#footprint(id);
    if (part === 'users') return { data: [] } satisfies Answers['/tenant-registrations/{id}/users'];
    if (part !== 'executions') return undefined;
    if (below === 'definition') return { data: DEFINITION };
    if (below === 'states') return STATE_DATA;
    return { data: this.execution.answer() };
  }

  #tenantConfig(): Answers['/tenant-config/{tenantName}'] {
    const { userPoolId, userPoolClientId: appClientId } = POOL;
    return { userPoolId, appClientId, apiGatewayUrl: `http://127.0.0.1:${this.port}/tenant` };
  }

  #footprint(id: string): Answers['/tenant-registrations/{id}/footprint'] | undefined {
    const tenant = this.tenants.find((one) => one.tenantRegistrationId === id);
    if (!tenant) return undefined;
    const { tenantId, tenantName, tier } = tenant;
    return { data: { tenantId, tenantName, tier, resources: [] } };
  }

  #overview(): Answers['/overview'] {
    const count = (fits: (tenant: TenantRow) => boolean) => this.tenants.filter(fits).length;
    const statuses = [...new Set(this.tenants.map(({ registrationStatus }) => registrationStatus))];
    return {
      data: {
        at: new Date().toISOString(),
        tenants: {
          total: this.tenants.length,
          byTier: (['BASIC', 'ADVANCED', 'PREMIUM'] as const).map((tier) => ({
            tier,
            count: count((tenant) => tenant.tier === tier),
          })),
          byStatus: statuses.map((registrationStatus) => ({
            registrationStatus,
            count: count((tenant) => tenant.registrationStatus === registrationStatus),
          })),
        },
        operations: { running: 0, failed: 0, runningNow: [], failedLast: [] },
        cells: [{ cellId: 'cell-1', pool: true, slots: 33, used: 0, pooledTenants: 600 }],
        throttled: { total: 0, tenants: [] },
        alarms: [],
      },
    };
  }
}

const ME: Answers['/me'] = {
  data: {
    ...{ userName: 'admin', userRole: 'SystemAdmin', roles: ['SystemAdmin'] },
    may: { read: true, write: true },
  },
};

const STATE_DATA: Answers['/tenant-registrations/{id}/executions/{name}/states/{entry}'] = {
  data: { id: 1, state: 'any', input: { tenantName: 'bakery-0001' }, inputBytes: 28 },
};

/** An organisation without a product, well within its plan. */
function tenantApi(path: string): object | undefined {
  const day = new Date().toISOString().slice(0, 10);
  if (path === '/products') return [];
  if (path !== '/plan') return undefined;
  return {
    plan: { tier: 'BASIC', rateLimit: 10, burstLimit: 10, quotaPerDay: 1_000 },
    today: { date: day, used: 12, throttled: 0, remaining: 988 },
    resetsAt: `${day}T23:59:59.000Z`,
    days: [{ date: day, used: 12, throttled: 0 }],
  };
}
