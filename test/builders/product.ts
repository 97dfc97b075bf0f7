import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DeletionReceipt, Failure } from '../../lambdas/shared/contracts/registry-items';
import { clientConfig } from '../../scripts/local/engine';
import { newPassword, setPassword, signIn, type Tokens } from '../../scripts/local/operator';
import { type Outputs, readOutputs, type TenantOutput } from '../../scripts/local/outputs';
import { E2E_FOLDER, E2E_PORT } from '../e2e/global-setup';
import { until } from './until';

export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
  text: string;
}

/** A request whose body and answer are JSON where they look like it. */
export async function request<T = unknown>(
  url: string,
  init: {
    method?: string;
    token?: string;
    headers?: Record<string, string>;
    body?: unknown;
    raw?: string;
  } = {},
): Promise<Answer<T>> {
  const answer = await fetch(url, {
    method: init.method ?? 'GET',
    headers: {
      ...(init.token ? { authorization: `Bearer ${init.token}` } : {}),
      ...(init.body !== undefined || init.raw !== undefined ? { 'content-type': 'application/json' } : {}),
      ...init.headers,
    },
    body: init.raw ?? (init.body === undefined ? undefined : JSON.stringify(init.body)),
  });
  const text = await answer.text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: the text is the body.
  }
  return { status: answer.status, headers: answer.headers, body: body as T, text };
}

export interface Ids {
  tenantRegistrationId: string;
  tenantId: string;
}

export interface RegistrationRow extends Ids {
  registrationStatus: string;
  sbtaws_active: boolean;
  failure?: Failure;
  receipt?: DeletionReceipt;
}

/** Milliseconds between two looks at a registration: each is work for the machine that is waited for. */
const LOOK_EVERY_MS = 100;

let names = 0;
/** A tenant nobody has: name and mailbox are new in each call. */
export const buildTenant = <More extends object>(tier: string, over: More = {} as More) => {
  const tenantName = `t${process.pid}-${Date.now().toString(36)}-${names++}`.slice(0, 32);
  return { tenantName, email: `admin@${tenantName}.example`, tier, ...over };
};

/** Where a product runs: its port, and the folder that it was started in. */
export interface RunningAt {
  port: number;
  folder: string;
}

/** The deployed product as its users see it. */
export class Product {
  readonly port: number;
  readonly folder: string;
  readonly cognito: CognitoIdentityProviderClient;

  private constructor(
    at: RunningAt,
    readonly outputs: Outputs,
    readonly operator: Tokens,
  ) {
    this.port = at.port;
    this.folder = at.folder;
    this.cognito = new CognitoIdentityProviderClient(clientConfig(at.port));
  }

  /** @param at the product that runs. @default the one of the end-to-end suite */
  static async open(at: RunningAt = { port: E2E_PORT, folder: E2E_FOLDER }): Promise<Product> {
    const outputs = readOutputs(at.folder);
    if (!outputs) throw new Error(`no product runs from ${at.folder}`);
    const { clientId, userName, password } = outputs.operator;
    const cognito = new CognitoIdentityProviderClient(clientConfig(at.port));
    return new Product(at, outputs, await signIn(cognito, clientId, userName, password));
  }

  get registryTable(): string {
    return this.outputs.stacks['controlplane-stack']?.RegistryTableName ?? '';
  }

  get busName(): string {
    return (this.outputs.stacks['controlplane-stack']?.eventBridgeArn ?? '').split('/').at(-1) ?? '';
  }

  /** The Admin API as the operator `admin`. */
  admin<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return request<T>(`${this.outputs.adminApiUrl}${path}`, {
      method,
      token: this.operator.accessToken,
      body,
    });
  }

  /** Registers a tenant and waits until it is Created; fails with the failure that the registration shows. */
  async onboard(tenant: ReturnType<typeof buildTenant>, withinMs?: number): Promise<TenantOutput> {
    const ids = await this.register(tenant);
    const row = await this.settled(ids.tenantRegistrationId, withinMs);
    if (row.registrationStatus !== 'Created') throw new Error(JSON.stringify(row));
    return this.asAdmin(ids, tenant);
  }

  /** Registers a tenant and does not wait for it. */
  async register(tenant: ReturnType<typeof buildTenant>): Promise<Ids> {
    const posted = await this.admin<{ data: Ids }>('POST', '/tenant-registrations', {
      tenantData: tenant,
      tenantRegistrationData: { registrationStatus: 'In progress' },
    });
    if (posted.status !== 201) throw new Error(`POST /tenant-registrations: ${posted.status} ${posted.text}`);
    return posted.body.data;
  }

  /** Orders a tenant's deletion and does not wait for it. */
  async offboard(registrationId: string, query = ''): Promise<void> {
    const { status, text } = await this.admin('DELETE', `/tenant-registrations/${registrationId}${query}`);
    if (status !== 200) throw new Error(`DELETE /tenant-registrations: ${status} ${text}`);
  }

  async registration(registrationId: string): Promise<RegistrationRow> {
    return (await this.admin<{ data: RegistrationRow }>('GET', `/tenant-registrations/${registrationId}`))
      .body.data;
  }

  /** Waits until a registration has a status; says how it stands when it does not get there. */
  async reaches(registrationId: string, status: string, withinMs = 60_000): Promise<RegistrationRow> {
    let row: RegistrationRow | undefined;
    const look = async () => {
      row = await this.registration(registrationId);
      return row?.registrationStatus === status && row;
    };
    try {
      return await until(`${registrationId} is ${status}`, withinMs, look, LOOK_EVERY_MS);
    } catch (error) {
      throw new Error(`${(error as Error).message}: ${JSON.stringify(row)}`);
    }
  }

  /** Waits until a registration is no longer in progress. */
  settled(registrationId: string, withinMs = 60_000): Promise<RegistrationRow> {
    const look = async () => {
      const row = await this.registration(registrationId);
      return row?.registrationStatus === 'In progress' ? undefined : row;
    };
    return until(`registration ${registrationId} settles`, withinMs, look, LOOK_EVERY_MS);
  }

  /**
   * Waits until no workflow of a tenant runs: one whose success is told already gives its lock back only then, and the next
   * one would wait for that some seconds.
   */
  async rests(registrationId: string): Promise<void> {
    const look = async () => {
      const path = `/tenant-registrations/${registrationId}/executions`;
      const { body } = await this.admin<{ data: { status: string }[] }>('GET', path);
      return body.data.every(({ status }) => status !== 'RUNNING');
    };
    await until(`nothing of ${registrationId} runs`, 60_000, look, LOOK_EVERY_MS);
  }

  /** Gives the tenant's administrator a password, as the invitation e-mail would. */
  async asAdmin(ids: Ids, tenant: ReturnType<typeof buildTenant>): Promise<TenantOutput> {
    const { body: config } = await request<{
      userPoolId: string;
      appClientId: string;
      apiGatewayUrl: string;
    }>(`${this.outputs.adminApiUrl}/tenant-config?tenantName=${tenant.tenantName}`);
    const password = newPassword();
    await setPassword(this.cognito, config.userPoolId, tenant.email, password);
    const { tenantName, tier, email } = tenant;
    return { ...ids, tenantName, tier, userName: email, password, ...config };
  }

  /** A signed-in user of a tenant. */
  async signIn(tenant: TenantOutput): Promise<TenantClient> {
    const tokens = await signIn(this.cognito, tenant.appClientId, tenant.userName, tenant.password);
    return new TenantClient(tenant, tokens);
  }
}

/** Calls a tenant's application through API Gateway with a token; waits its turn when the plan says so. */
export class TenantClient {
  constructor(
    readonly tenant: TenantOutput,
    readonly tokens: Tokens,
  ) {}

  /** A request whose answer is not about the plan: repeated while the tenant is past it. */
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return until(`${method} ${path} within the plan`, 10_000, async () => {
      const answer = await this.once<T>(method, path, body, headers);
      return answer.status === 429 ? undefined : answer;
    });
  }

  /** A single request, whatever its answer. */
  once<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const url = `${this.tenant.apiGatewayUrl.replace(/\/$/, '')}${path}`;
    return request<T>(url, { method, token: this.tokens.idToken, body, headers });
  }
}
