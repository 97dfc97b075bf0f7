import createClient, { type Client } from 'openapi-fetch';
import type { paths } from '../openapi-types';
import { authorized, patient, refused, type TokenSource } from './request';
import type {
  Accepted,
  DeadLetterQueue,
  Execution,
  ExecutionSummary,
  ExportLinks,
  ExportRuns,
  NewTenant,
  OffboardingQuery,
  Redriven,
  Registration,
  Replayed,
  TenantConfig,
  TenantRow,
} from './types';

/** Rows a page: lists are read whole, so in as few requests as the API allows. */
const PAGE = 100;

/** An answer of the typed client, whichever the operation. */
interface Answer<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

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

  async onboard(tenantData: NewTenant): Promise<Accepted> {
    const body = { tenantData, tenantRegistrationData: {} };
    const answer = await this.#client.POST('/tenant-registrations', { body });
    return bodyOf(answer, `onboarding ${tenantData.tenantName}`).data;
  }

  /** @throws CliFailure with exit code 5 when there is none */
  async registration(id: string): Promise<Registration> {
    return bodyOf(await this.#registration(id), `registration ${id}`).data;
  }

  async findRegistration(id: string): Promise<Registration | undefined> {
    return findIn(await this.#registration(id), `registration ${id}`)?.data;
  }

  async findTenant(id: string): Promise<TenantRow | undefined> {
    const answer = await this.#client.GET('/tenants/{id}', { params: { path: { id } } });
    return findIn(answer, `tenant ${id}`)?.data;
  }

  /** The smallest request that needs a session. */
  async probe(): Promise<void> {
    bodyOf(await this.#client.GET('/tenants', { params: { query: { limit: 1 } } }), 'tenants');
  }

  /** All tenants, page by page, oldest first. */
  tenants(): AsyncGenerator<TenantRow> {
    return pages('tenants', (query) => this.#client.GET('/tenants', { params: { query } }));
  }

  /** Newest first. */
  async executions(registrationId: string, limit: number): Promise<ExecutionSummary[]> {
    const path = { id: registrationId };
    const found: ExecutionSummary[] = [];
    const all = pages(
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

  async replay(id: string): Promise<Replayed> {
    const answer = await this.#client.POST('/tenant-registrations/{id}/replay', { params: { path: { id } } });
    return bodyOf(answer, 'replay').data;
  }

  async offboard(id: string, query: OffboardingQuery): Promise<{ message: string }> {
    const answer = await this.#client.DELETE('/tenant-registrations/{id}', {
      params: { path: { id }, query },
    });
    return bodyOf(answer, 'offboarding').data;
  }

  async cancelOffboarding(id: string): Promise<{ message: string }> {
    const answer = await this.#client.POST('/tenant-registrations/{id}/cancel-offboarding', {
      params: { path: { id } },
    });
    return bodyOf(answer, 'cancelling the offboarding').data;
  }

  async deactivate(id: string): Promise<{ message: string }> {
    const answer = await this.#client.POST('/tenant-registrations/{id}/deactivate', {
      params: { path: { id } },
    });
    return bodyOf(answer, 'suspending').data;
  }

  async activate(id: string): Promise<{ message: string }> {
    const answer = await this.#client.POST('/tenant-registrations/{id}/activate', {
      params: { path: { id } },
    });
    return bodyOf(answer, 'resuming').data;
  }

  /** Waits some 15 s for its end. */
  async orderExport(id: string): Promise<ExportLinks | ExportRuns> {
    const answer = await this.#client.POST('/tenant-registrations/{id}/export', { params: { path: { id } } });
    return bodyOf<{ data: ExportLinks | ExportRuns }>(answer, 'export').data;
  }

  async export(registrationId: string, name: string): Promise<ExportLinks | ExportRuns> {
    const path = { id: registrationId, name };
    const answer = await this.#client.GET('/tenant-registrations/{id}/exports/{name}', { params: { path } });
    return bodyOf<{ data: ExportLinks | ExportRuns }>(answer, `export ${name}`).data;
  }

  async execution(registrationId: string, name: string): Promise<Execution> {
    const path = { id: registrationId, name };
    const answer = await this.#client.GET('/tenant-registrations/{id}/executions/{name}', {
      params: { path },
    });
    return bodyOf(answer, `execution ${name}`).data;
  }

  async deadLetters(): Promise<DeadLetterQueue[]> {
    return bodyOf(await this.#client.GET('/dead-letters'), 'dead-letter queues').data;
  }

  /**
   * @param messageId absent: the oldest hundred
   * @returns undefined when the queue has no such message
   */
  async redrive(queue: DeadLetterQueue['queue'], messageId?: string): Promise<Redriven | undefined> {
    const body = { queue, ...(messageId ? { messageIds: [messageId] } : {}) };
    return findIn(await this.#client.POST('/dead-letters/redrive', { body }), `events of ${queue}`)?.data;
  }

  /** @returns undefined when the queue has no such message */
  async discard(
    queue: DeadLetterQueue['queue'],
    messageId: string,
  ): Promise<{ message: string } | undefined> {
    const path = { queue, messageId };
    const answer = await this.#client.DELETE('/dead-letters/{queue}/{messageId}', { params: { path } });
    return findIn(answer, `message ${messageId}`)?.data;
  }

  /** Undefined while there is no such tenant in service. */
  async tenantConfig(
    query: { tenantName: string } | { tenantId: string },
  ): Promise<TenantConfig | undefined> {
    return findIn(await this.#open.GET('/tenant-config', { params: { query } }), 'tenant configuration');
  }

  #registration(id: string) {
    return this.#client.GET('/tenant-registrations/{id}', { params: { path: { id } } });
  }
}

/** Follows `next_token` to the last page. */
async function* pages<Row>(
  what: string,
  get: (query: {
    limit: number;
    next_token?: string;
  }) => Promise<Answer<{ data: Row[]; next_token?: string }>>,
  limit = PAGE,
): AsyncGenerator<Row> {
  let next: string | undefined;
  do {
    const body = bodyOf(await get({ limit, ...(next && { next_token: next }) }), what);
    yield* body.data;
    next = body.next_token;
  } while (next);
}

function bodyOf<Body>({ data, error, response }: Answer<Body>, what: string): Body {
  if (response.ok && data !== undefined) return data;
  throw refused(response, error, what);
}

/** The answer to a look-up. 400 is what a reference gets that could be no name or id at all: there is none. */
const findIn = <Body>(answer: Answer<Body>, what: string): Body | undefined =>
  answer.response.status === 404 || answer.response.status === 400 ? undefined : bodyOf(answer, what);
