/** The few calls of the Admin API that the demo makes; the CLI (scripts/saas) has all of them. */

export interface ExecutionState {
  state: string;
  entered: string;
  left?: string;
  seconds?: number;
  /** 0 for a state that calls nothing, such as a Choice. */
  tries: number;
  error?: string;
}

export interface Execution {
  name: string;
  status: string;
  timeline: ExecutionState[];
}

export interface Failure {
  state: string;
  error: string;
  cause: string;
}

export interface Registration {
  tenantRegistrationId: string;
  tenantId: string;
  registrationStatus: string;
  failure?: Failure;
}

export class AdminApi {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  onboard(tenant: { tenantName: string; email: string; tier: string }): Promise<{
    tenantRegistrationId: string;
    tenantId: string;
  }> {
    return this.call('POST', '/tenant-registrations', {
      tenantData: tenant,
      tenantRegistrationData: { registrationStatus: 'In progress' },
    });
  }

  registration(id: string): Promise<Registration> {
    return this.call('GET', `/tenant-registrations/${id}`);
  }

  /** Orders the tenant's offboarding. */
  async delete(id: string): Promise<void> {
    await this.call('DELETE', `/tenant-registrations/${id}`);
  }

  /** Name of the newest execution; undefined until the workflow has started. */
  async latestExecution(registrationId: string): Promise<string | undefined> {
    const [latest] = await this.call<{ name: string }[]>(
      'GET',
      `/tenant-registrations/${registrationId}/executions?limit=1`,
    );
    return latest?.name;
  }

  execution(registrationId: string, name: string): Promise<Execution> {
    return this.call('GET', `/tenant-registrations/${registrationId}/executions/${name}`);
  }

  /** Where a tenant signs in and calls; no token needed. */
  async tenantConfig(
    tenantName: string,
  ): Promise<{ userPoolId: string; appClientId: string; apiGatewayUrl: string }> {
    const answer = await fetch(`${this.url}/tenant-config?tenantName=${tenantName}`);
    if (!answer.ok)
      throw new Error(`tenant-config of ${tenantName}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { userPoolId: string; appClientId: string; apiGatewayUrl: string };
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (JSON.parse(text) as { data: T }).data;
  }
}
