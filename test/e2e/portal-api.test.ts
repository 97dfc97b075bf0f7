import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Execution, ExecutionDefinition, StateData } from '../../lambdas/shared/contracts/executions';
import type { Overview } from '../../lambdas/shared/contracts/overview';
import type { PreflightResult } from '../../lambdas/shared/contracts/preflight';
import type {
  DeletionReceiptRow,
  FootprintView,
  TenantUserRow,
} from '../../lambdas/shared/contracts/tenant-pages';
import type { DeadLetterQueue, Reconciliation } from '../../lambdas/shared/contracts/upkeep';
import type { Usage } from '../../lambdas/shared/contracts/usage';
import { plannedResources, UNKNOWN_ID } from '../../lambdas/shared/footprint/planned-resources';
import { registryContext } from '../../lambdas/shared/registry/client';
import { beginRun, endRun } from '../../lambdas/shared/registry/reconciliations';
import { clientConfig } from '../../scripts/local/engine';
import type { TenantOutput } from '../../scripts/local/outputs';
import { buildTenant, Product } from '../builders/product';
import { until } from '../builders/until';

/** What the portals ask for, of the deployed product: each function with its own rights, IAM enforced. */
describe('what the portals are told', () => {
  let product: Product;
  let wanted: ReturnType<typeof buildTenant>;
  let tenant: TenantOutput;
  const path = (rest: string) => `/tenant-registrations/${tenant.tenantRegistrationId}${rest}`;
  const get = async <T>(at: string): Promise<T> => {
    const { status, body, text } = await product.admin<{ data: T }>('GET', at);
    expect([status, status === 200 ? '' : text]).toEqual([200, '']);
    return body.data;
  };

  beforeAll(async () => {
    product = await Product.open();
    wanted = buildTenant('advanced');
  }, 90_000);

  it('a preflight tells of everything that onboarding then makes, and the name is taken after it', async () => {
    const ask = async () =>
      (await product.admin<{ data: PreflightResult }>('POST', '/tenant-registrations/preflight', wanted)).body
        .data;
    const before = await ask();
    tenant = await product.onboard(wanted);

    const { resources } = await get<FootprintView>(path('/footprint'));
    // Names hold eight characters that follow from an id which a preflight cannot know.
    const made = resources.map(
      ({ type, name }) => `${type} ${name.replace(/(?<=-)[0-9a-f]{8}(?=-|$)/, UNKNOWN_ID)}`,
    );

    expect(before.checks.filter(({ ok, unknown }) => !ok || unknown)).toEqual([]);
    expect(before.ready).toBe(true);
    expect(made.sort()).toEqual(before.resources.map(({ type, name }) => `${type} ${name}`).sort());
    expect(plannedResources('ADVANCED', wanted, false)).toHaveLength(resources.length);
    expect((await ask()).checks).toMatchObject([
      { check: 'tenantName', ok: false },
      ...Array(7).fill({ ok: true }),
    ]);
    expect(JSON.stringify(resources)).not.toContain(tenant.password);
  }, 90_000);

  it('the execution can be drawn, and each of its states looked into', async () => {
    const [{ name = '' } = {}] = await get<{ name?: string }[]>(path('/executions'));
    const execution = await get<Execution>(path(`/executions/${name}`));
    const { definition } = await get<ExecutionDefinition>(path(`/executions/${name}/definition`));
    const data = await Promise.all(
      execution.timeline.map(({ id }) => get<StateData>(path(`/executions/${name}/states/${id}`))),
    );

    expect(execution.timeline.every(({ status }) => status === 'succeeded')).toBe(true);
    expect(execution.timeline.map(({ state }) => state)).toEqual(data.map(({ state }) => state));
    const inside = execution.timeline.filter(({ within }) => within !== undefined);
    expect(inside.length).toBeGreaterThan(3);
    expect(Object.keys(definition.States as object)).toEqual(
      expect.arrayContaining(
        execution.timeline.filter((entry) => entry.within === undefined).map(({ state }) => state),
      ),
    );
    // What the tasks were given and what came of it, though all of it goes by variables.
    const lookInto = (state: string) => data.find((each) => each.state === state);
    const tasks = execution.timeline.filter(({ type }) => type === 'Task').map(({ state }) => state);
    const argumentsOf = (state: string) => lookInto(state)?.arguments as { Payload?: object } | undefined;
    expect(tasks.filter((state) => Object.keys(argumentsOf(state) ?? {}).length === 0)).toEqual([]);
    expect(lookInto('Begin the onboarding')).toMatchObject({
      arguments: {
        Payload: { tenant: { tenantName: wanted.tenantName }, executionArn: execution.executionArn },
      },
      assigned: { plan: { tenant: { tenantName: wanted.tenantName }, silo: true } },
    });
  }, 90_000);

  it("a tenant's users are listed page by page, of a pool of its own and of the shared one, and nobody else's", async () => {
    const [basic, neighbour] = await Promise.all([
      product.onboard(buildTenant('basic')),
      product.onboard(buildTenant('basic')),
    ]);
    const userEmail = `second@${basic.tenantName}.example`;
    const invited = await (await product.signIn(basic)).call('POST', '/users', {
      userName: 'second',
      userEmail,
    });
    expect(invited.status).toBe(201);
    const usersOf = async ({ tenantRegistrationId: id }: TenantOutput) => {
      const users: TenantUserRow[] = [];
      let next: string | undefined;
      do {
        const query: string = next ? `?limit=1&next_token=${encodeURIComponent(next)}` : '?limit=1';
        const { status, body } = await product.admin<{ data: TenantUserRow[]; next_token?: string }>(
          'GET',
          `/tenant-registrations/${id}/users${query}`,
        );
        expect(status).toBe(200);
        users.push(...body.data);
        next = body.next_token;
      } while (next);
      return users;
    };
    const told = await Promise.all([tenant, basic, neighbour].map(usersOf));
    // In no registry, but in the shared pool: onboarding would refuse the address.
    const taken = await product.admin<{ data: PreflightResult }>('POST', '/tenant-registrations/preflight', {
      ...buildTenant('basic'),
      email: userEmail,
    });
    const unknown = await product.admin('GET', '/tenant-registrations/nobody/users');

    const admin = ({ userName: email }: TenantOutput) => ({ email, user_role: 'TenantAdmin', enabled: true });
    const second = { email: userEmail, user_role: 'TenantUser', status: 'FORCE_CHANGE_PASSWORD' };
    const byRole = (users: TenantUserRow[]) =>
      users.sort((a, b) => ((a.user_role ?? '') < (b.user_role ?? '') ? -1 : 1));
    expect(told.map(byRole)).toMatchObject([[admin(tenant)], [admin(basic), second], [admin(neighbour)]]);
    expect(unknown.status).toBe(404);
    expect(taken.body.data.checks.filter(({ ok, unknown: untold }) => !ok || untold)).toMatchObject([
      { check: 'email', ok: false },
    ]);
  }, 90_000);

  it('refused requests of a tenant are counted for its operator and for itself, and its day can be extended', async () => {
    const client = await product.signIn(tenant);
    // Four times the plan's burst: a machine would have to take three seconds for it to refuse none.
    const answers = await Promise.all(Array.from({ length: 60 }, () => client.once('GET', '/products')));
    const refused = answers.filter(({ status }) => status === 429).length;
    expect(refused).toBeGreaterThan(0);

    const usage = await until('the refusals are counted', 60_000, async () => {
      const told = await get<Usage>(path('/usage?days=2'));
      return told.today.throttled >= refused && told;
    });
    const extended = await product.admin<{ data: { remaining: number } }>('POST', path('/usage/extension'), {
      requests: 100,
    });
    const own = await client.once<Usage>('GET', '/plan');

    expect(usage.plan).toEqual({ tier: 'ADVANCED', rateLimit: 15, burstLimit: 15, quotaPerDay: 2_000 });
    expect(usage.today.used).toBeGreaterThanOrEqual(answers.length - refused);
    expect(usage.today.remaining).toBe(2_000 - usage.today.used);
    expect(usage.days).toHaveLength(2);
    expect(extended).toMatchObject({
      status: 200,
      body: { data: { remaining: usage.today.remaining + 100 } },
    });
    expect(own).toMatchObject({
      status: 200,
      body: {
        plan: usage.plan,
        today: { remaining: usage.today.remaining + 100, throttled: usage.today.throttled },
      },
    });
    expect(own.body.days).toHaveLength(30);
  }, 90_000);

  it('the overview counts the tenant, and finds it by its refusals', async () => {
    const overview = await until('an overview that has the refusals', 60_000, async () => {
      const told = await get<Overview>('/overview');
      return told.throttled.tenants.some(({ tenantId }) => tenantId === tenant.tenantId) && told;
    });

    expect(overview.tenants.total).toBeGreaterThan(0);
    expect(overview.cells[0]).toMatchObject({ cellId: 'cell-0', pool: true });
    expect(overview.cells[0]?.used).toBeGreaterThan(0);
    const failed = overview.alarms?.find(({ name }) => /OnboardingFailed/.test(name));
    expect(failed).toMatchObject({
      problem: expect.stringMatching(/\.$/),
      action: expect.stringMatching(/^\w/),
    });
  }, 90_000);

  it('the tenant is found by a part of its name, and once it is gone among the receipts', async () => {
    const found = await until('the directory has it', 60_000, async () => {
      const query = `/tenants?search=${tenant.tenantName}&tier=advanced&sort=tenantName&order=desc`;
      const { body } = await product.admin<{ data: { tenantId: string }[]; total: number }>('GET', query);
      return body.total === 1 && body.data;
    });
    await product.offboard(tenant.tenantRegistrationId, '?retainDays=0&export=false');
    await product.reaches(tenant.tenantRegistrationId, 'Deleted');

    const [latest] = await until('the receipt is there', 60_000, async () => {
      const receipts = await get<DeletionReceiptRow[]>('/deletion-receipts?limit=1');
      return receipts[0]?.tenantId === tenant.tenantId && receipts;
    });
    const footprint = await get<FootprintView>(path('/footprint'));
    const usage = await product.admin('GET', path('/usage'));
    const users = await get<TenantUserRow[]>(path('/users'));

    expect(found.map(({ tenantId }) => tenantId)).toEqual([tenant.tenantId]);
    expect(latest?.receipt?.resources.length).toBeGreaterThan(10);
    expect(new Set(footprint.resources.map(({ state }) => state))).toEqual(new Set(['deleted']));
    expect(usage.status).toBe(409);
    expect(users).toEqual([]);
  }, 90_000);

  it('a comparison that is ordered leaves its report, and no second runs beside it', async () => {
    const order = () => product.admin<{ data: { startedAt: string } }>('POST', '/reconciliation', {});
    const ordered = await order();
    const report = await until('the report', 60_000, async () => {
      const told = await get<Reconciliation>('/reconciliation');
      return told.state !== 'running' && told;
    });
    // Held: the one that was ordered may be done before the next order arrives.
    const registry = registryContext(product.registryTable, new DynamoDBClient(clientConfig(product.port)));
    const held = await beginRun(registry, { fix: false });
    const second = await order().finally(() =>
      endRun(registry, held, { state: 'done', tenants: 0, findings: [] }),
    );

    expect([ordered.status, second.status]).toEqual([202, 409]);
    expect(report).toMatchObject({
      state: 'done',
      startedAt: ordered.body.data.startedAt,
      orderedBy: 'admin',
    });
  }, 90_000);

  it('every dead-letter queue of the deployment is there', async () => {
    const queues = await get<DeadLetterQueue[]>('/dead-letters');
    const me = await get('/me');

    expect(queues.map(({ queue }) => queue).sort()).toEqual(
      ['failures', 'reconciler', 'rejected-events', 'requests', 'results', 'throttle-counts'].sort(),
    );
    expect(me).toMatchObject({ userName: 'admin', userRole: 'SystemAdmin', may: { write: true } });
  }, 90_000);

  it('a dead letter that is not there cannot be discarded', async () => {
    const answer = await product.admin<unknown>('DELETE', '/dead-letters/throttle-counts/none');

    expect(answer).toMatchObject({
      status: 404,
      body: { message: 'The queue throttle-counts has no such message' },
    });
  }, 90_000);

  it('browsers of the configured origin may call, and read when to come again', async () => {
    const preflight = await fetch(`${product.outputs.adminApiUrl}/overview`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://portal.example.com',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });

    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  }, 90_000);
});
