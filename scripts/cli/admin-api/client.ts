import createClient, { type Client } from 'openapi-fetch';
import type { paths } from '../openapi-types';
import { authorized, patient, refused, type TokenSource } from './request';
import type {
  Accepted,
  Execution,
  ExecutionSummary,
  NewTenant,
  Registration,
  TenantConfig,
  TenantRow,
} from './types';

/** Rows a page: lists are read whole, so in few requests. */
const PAGE = 100;

type Answer = { data?: unknown; error?: unknown; response: Response };

/** The Admin API, typed by its OpenAPI file. Every method throws a CliFailure when the API refuses. */
export class AdminApi {
  readonly #client: Client<paths>;
  /** For what needs no session. */
  readonly #open: Client<paths>;

  constructor(
    readonly url: string,
    tokens: TokenSource,
  ) {
    this.#client = createClient<paths>({ baseUrl: url, fetch: patient(authorized(tokens)) });
    this.#open = createClient<paths>({ baseUrl: url, fetch: patient() });
  }

  async onboard(tenant: NewTenant): Promise<Accepted> {
    const answer = await this.#client.POST('/tenant-registrations', {
      body: { tenantData: { ...tenant }, tenantRegistrationData: {} },
    });
    return dataOf(answer, `onboarding ${tenant.tenantName}`);
  }

  /** @throws CliFailure with exit code 5 when there is none */
  async registration(id: string): Promise<Registration> {
    return dataOf(await this.#registration(id), `registration ${id}`);
  }

  async findRegistration(id: string): Promise<Registration | undefined> {
    return foundOr404(await this.#registration(id), `registration ${id}`);
  }

  async findTenant(id: string): Promise<TenantRow | undefined> {
    const answer = await this.#client.GET('/tenants/{id}', { params: { path: { id } } });
    return foundOr404(answer, `tenant ${id}`);
  }

  /** The smallest request that needs a session. */
  async probe(): Promise<void> {
    bodyOf(await this.#client.GET('/tenants', { params: { query: { limit: 1 } } }), 'tenants');
  }

  /** All tenants, page by page, oldest first. */
  async *tenants(): AsyncGenerator<TenantRow> {
    yield* pages<TenantRow>('tenants', (query) => this.#client.GET('/tenants', { params: { query } }));
  }

  /** Newest first. */
  async executions(registrationId: string, limit: number): Promise<ExecutionSummary[]> {
    const path = { id: registrationId };
    const found: ExecutionSummary[] = [];
    const all = pages<ExecutionSummary>(
      `executions of registration ${registrationId}`,
      (query) => this.#client.GET('/tenant-registrations/{id}/executions', { params: { path, query } }),
      Math.min(limit, PAGE),
    );
    for await (const execution of all) {
      found.push(execution);
      if (found.length === limit) break;
    }
    return found;
  }

  async execution(registrationId: string, name: string): Promise<Execution> {
    const path = { id: registrationId, name };
    const answer = await this.#client.GET('/tenant-registrations/{id}/executions/{name}', {
      params: { path },
    });
    return dataOf(answer, `execution ${name}`);
  }

  /** How a tenant's users sign in and call; undefined while there is no such (provisioned) tenant. No envelope. */
  async tenantConfig(
    query: { tenantName: string } | { tenantId: string },
  ): Promise<TenantConfig | undefined> {
    const answer: Answer = await this.#open.GET('/tenant-config', { params: { query } });
    if (answer.response.status === 404) return undefined;
    return bodyOf(answer, 'tenant configuration') as TenantConfig;
  }

  #registration(id: string) {
    return this.#client.GET('/tenant-registrations/{id}', { params: { path: { id } } });
  }
}

/** Follows `next_token` to the last page. */
async function* pages<T>(
  what: string,
  get: (query: { limit: number; next_token?: string }) => Promise<Answer>,
  limit = PAGE,
): AsyncGenerator<T> {
  let next: string | undefined;
  do {
    const body = bodyOf(await get({ limit, ...(next && { next_token: next }) }), what) as {
      data: T[];
      next_token?: string;
    };
    yield* body.data;
    next = body.next_token;
  } while (next);
}

function bodyOf(answer: Answer, what: string): unknown {
  if (answer.response.ok && answer.data !== undefined) return answer.data;
  throw refused(answer.response, answer.error, what);
}

const dataOf = <T>(answer: Answer, what: string): T => (bodyOf(answer, what) as { data: T }).data;

const foundOr404 = <T>(answer: Answer, what: string): T | undefined =>
  answer.response.status === 404 ? undefined : dataOf<T>(answer, what);
