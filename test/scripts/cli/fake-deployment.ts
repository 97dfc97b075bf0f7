import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAws } from './fake-aws';
import { FakeCognito } from './fake-cognito';

type Json = Record<string, unknown>;

export interface SeenRequest {
  method: string;
  /** Path with query, below the API's own. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/**
 * The outside of a deployment on one port: Admin API below /admin, a tenant's API below /tenant, and at / the AWS
 * services that the command line calls, in their wire format.
 */
export class FakeDeployment {
  readonly cognito = new FakeCognito();
  tenants: Json[] = [];
  /** Registration id → what its GET answers in turn; the last answer stays. */
  registrations = new Map<string, Json[]>();
  /** Registration id → the executions' states in turn, whole; the last stays. */
  executions = new Map<string, Json[][]>();
  configs = new Map<string, Json>();
  accepted: Answer = { status: 201, body: {} };
  /** What DELETE answers. */
  deletion: Answer = { status: 200, body: { data: { message: 'Tenant registration deletion initiated' } } };
  /** What the Admin API answers to routes of upkeep. */
  upkeep: (request: SeenRequest) => Answer = () => missing('Upkeep');
  /** What the tenant's API answers. */
  tenantApi: (request: SeenRequest) => Answer = () => ({ status: 200, body: [] });
  /** Rows a page of GET /tenants. */
  pageSize = 100;
  /** Statuses that the Admin API gives before it answers as it should. */
  faults: number[] = [];
  /** What AWS operations answer, by `Service.Operation`. */
  aws: Record<string, (input: Json) => unknown> = {};
  readonly adminRequests: SeenRequest[] = [];
  readonly tenantRequests: SeenRequest[] = [];
  readonly awsCalls: { operation: string; input: Json }[] = [];
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get adminApiUrl(): string {
    return `${this.url}/admin`;
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return this;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** A provisioned tenant of which everything is known. */
  addTenant(tenant: { tenantName: string; tier?: string; registrationStatus?: string } & Json): Json {
    const id = `${tenant.tenantName}-id`;
    const row = {
      tenantId: id,
      tenantRegistrationId: `${tenant.tenantName}-registration`,
      email: `admin@${tenant.tenantName}.test`,
      tier: 'BASIC',
      sbtaws_active: true,
      registrationStatus: 'Created',
      createdAt: '2026-01-31T12:00:00.000Z',
      ...tenant,
    };
    this.tenants.push(row);
    this.registrations.set(row.tenantRegistrationId, [row]);
    this.configs.set(tenant.tenantName, {
      userPoolId: 'us-east-1_tenant',
      appClientId: `${tenant.tenantName}-client`,
      apiGatewayUrl: `${this.url}/tenant/prod/`,
    });
    return row;
  }

  /** `.local/outputs.json` of this deployment. */
  outputs(operator = { userName: 'admin', password: 'Operator-1!' }, tenants: Json[] = []): Json {
    return {
      endpointUrl: this.url,
      region: 'us-east-1',
      account: '000000000000',
      adminApiUrl: this.adminApiUrl,
      operator: { ...operator, userPoolId: 'us-east-1_operators', clientId: 'operators' },
      cells: [{ apiUrl: `${this.url}/tenant/prod` }],
      tenants,
      stacks: {},
      pids: {},
    };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = request.url ?? '';
    const seen = {
      method: request.method ?? '',
      path: url.replace(/^\/(admin|tenant\/prod)/, ''),
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    if (url.startsWith('/admin/')) return send(response, this.#admin(seen));
    if (url.startsWith('/tenant/prod/')) {
      this.tenantRequests.push(seen);
      return send(response, this.tenantApi(seen));
    }
    answerAws(seen, response, (operation, input) => {
      this.awsCalls.push({ operation, input });
      const handler = this.aws[operation] ?? this.cognito.operations[operation];
      if (!handler) throw new Error(`the fake has no ${operation}`);
      return handler(input);
    });
  }

  #admin(request: SeenRequest): Answer {
    this.adminRequests.push(request);
    const fault = this.faults.shift();
    if (fault) return { status: fault, body: { message: 'for a moment' } };
    const { pathname, searchParams } = new URL(request.path, 'http://admin');
    if (pathname === '/tenant-config') {
      const by = [searchParams.get('tenantName'), searchParams.get('tenantId')?.replace(/-id$/, '')];
      const config = this.configs.get(by[0] ?? by[1] ?? '');
      return config ? { status: 200, body: config } : missing('Tenant');
    }
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (!this.cognito.accepts(token)) return { status: 401, body: { message: 'Unauthorized' } };
    if (pathname.startsWith('/dead-letters')) return this.upkeep(request);
    if (pathname === '/tenants') return this.#tenantPage(searchParams);
    if (request.method === 'POST') return this.accepted;
    if (request.method === 'DELETE') return this.deletion;
    const [, list, id = '', executions, name] = pathname.split('/').map(decodeURIComponent);
    // The API's own pattern of ids: what could be none is a 400 there, not a 404.
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id))
      return { status: 400, body: { message: 'id: must be …' } };
    if (list === 'tenants') {
      const tenant = this.tenants.find(({ tenantId }) => tenantId === id);
      return tenant ? { status: 200, body: { data: tenant } } : missing('Tenant');
    }
    if (!executions) {
      const row = inTurn(this.registrations.get(id));
      return row ? { status: 200, body: { data: row } } : missing('Tenant registration');
    }
    const found = (name ? inTurn : first)(this.executions.get(id)) ?? [];
    if (!name) return { status: 200, body: { data: found.map(summaryOf) } };
    const execution = found.find((candidate) => candidate.name === name);
    return execution ? { status: 200, body: { data: execution } } : missing('Execution');
  }

  #tenantPage(query: URLSearchParams): Answer {
    const from = Number(query.get('next_token') ?? 0);
    const to = from + Math.min(this.pageSize, Number(query.get('limit')));
    const more = to < this.tenants.length && { next_token: String(to) };
    return { status: 200, body: { data: this.tenants.slice(from, to), ...more } };
  }
}

const first = <T>(answers: T[] | undefined): T | undefined => answers?.[0];
const inTurn = <T>(answers: T[] | undefined): T | undefined =>
  answers && answers.length > 1 ? answers.shift() : answers?.[0];

const summaryOf = ({ timeline: _, failure: __, ...summary }: Json): Json => summary;

const missing = (what: string): Answer => ({ status: 404, body: { message: `${what} not found` } });

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
