import { setAccess } from '../../../lambdas/shared/registry/access';
import { admitTenant } from '../../../lambdas/shared/registry/admission';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
import { updateTenant } from '../../../lambdas/shared/registry/registrations';
import { caller } from '../../builders/admin-api';
import { buildAdmission, buildPlaces } from '../../builders/admission';
import { useControlPlane } from '../../builders/control-plane';

const PORT = 15022;
const CONFIG = { userPoolId: 'pool', appClientId: 'client', apiGatewayUrl: 'https://api/prod/' };

describe('tenants and what a login page asks', () => {
  const plane = useControlPlane(PORT);
  let tenants: ReturnType<typeof caller>;
  let config: ReturnType<typeof caller>;
  let registrations: ReturnType<typeof caller>;
  beforeAll(async () => {
    tenants = caller((await import('../../../lambdas/admin-api/tenants/handler')).handler);
    config = caller((await import('../../../lambdas/admin-api/tenant-config/handler')).handler);
    registrations = caller((await import('../../../lambdas/admin-api/tenant-registrations/handler')).handler);
  });

  const admitted = async (changes: Parameters<typeof buildAdmission>[0] = {}) =>
    (await admitTenant(plane.registry, buildPlaces(), buildAdmission(changes))).tenant;
  let events = 0;
  const reported = (
    { tenantRegistrationId }: { tenantRegistrationId: string },
    result: Parameters<typeof applyResult>[1]['result'],
    tenantRegistrationData = {},
  ) =>
    applyResult(plane.registry, {
      result,
      eventId: `event-${++events}`,
      at: new Date().toISOString(),
      tenantRegistrationId,
      tenantData: result === 'provisionSuccess' ? { tenantConfig: JSON.stringify(CONFIG) } : {},
      tenantRegistrationData,
    });
  const configOf = (query: Record<string, string>) => config('GET /tenant-config', { query, claims: null });

  it('shows a tenant as one flat row, and never its API key', async () => {
    const tenant = await admitted({ tier: 'PREMIUM', tenantData: { prices: [1] } });
    await setAccess(plane.registry, tenant.tenantId, {
      apiKey: 'secret-key',
      status: 'active',
      tier: 'PREMIUM',
    });
    await reported(tenant, 'provisionSuccess', { registrationStatus: 'Created' });

    const answer = await tenants('GET /tenants/{id}', { params: { id: tenant.tenantId } });

    expect(answer.body.data).toEqual({
      tenantId: tenant.tenantId,
      tenantRegistrationId: tenant.tenantRegistrationId,
      tenantName: tenant.tenantName,
      email: tenant.email,
      tier: 'PREMIUM',
      prices: [1],
      cellId: 'cell-0',
      tenantConfig: JSON.stringify(CONFIG),
      createdAt: tenant.createdAt,
      sbtaws_active: true,
      registrationStatus: 'Created',
    });
  });

  it('shows why a tenant failed', async () => {
    const tenant = await admitted();
    const failure = { state: 'DeployService', error: 'E', cause: 'c', executionArn: 'arn' };
    await reported(tenant, 'provisionFailure', { registrationStatus: 'Failed to provision', failure });

    const answer = await tenants('GET /tenants/{id}', { params: { id: tenant.tenantId } });

    expect(answer.body.data).toMatchObject({ registrationStatus: 'Failed to provision', failure });
  });

  it('shows no key of a tenant’s own data as if it were ours', async () => {
    const tenant = await admitted({
      tenantData: { failure: 'mine', placement: 'mine', receipt: 'mine' },
      registrationData: { announcement: 'mine', lastResult: 'mine', offboarding: 'mine' },
    });

    const answers = [
      await tenants('GET /tenants/{id}', { params: { id: tenant.tenantId } }),
      await registrations('GET /tenant-registrations/{id}', { params: { id: tenant.tenantRegistrationId } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(JSON.stringify(answers)).not.toContain('mine');
  });

  it('lists tenants page by page, and does not take the token of another list', async () => {
    for (let index = 0; index < 3; index++) await admitted();

    const first = await tenants('GET /tenants', { query: { limit: '2' } });
    const second = await tenants('GET /tenants', {
      query: { limit: '2', next_token: first.body.next_token },
    });
    const elsewhere = await registrations('GET /tenant-registrations', {
      query: { next_token: first.body.next_token },
    });

    expect(first.body.data).toHaveLength(2);
    expect(second.body.data.length).toBeGreaterThan(0);
    const ids = [...first.body.data, ...second.body.data].map(({ tenantId }) => tenantId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(elsewhere).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^next_token: /) },
    });
  });

  it('answers 404 to an unknown tenant', async () => {
    expect((await tenants('GET /tenants/{id}', { params: { id: 'nobody' } })).status).toBe(404);
  });

  it('tells a login page pool, client and URL by name, path or id, without a token or an envelope', async () => {
    const tenant = await admitted();
    await reported(tenant, 'provisionSuccess', { registrationStatus: 'Created' });

    const answers = [
      await configOf({ tenantName: tenant.tenantName }),
      await configOf({ tenantId: tenant.tenantId }),
      await config('GET /tenant-config/{tenantName}', {
        params: { tenantName: tenant.tenantName },
        claims: null,
      }),
    ];

    for (const { status, body, headers } of answers) {
      expect([status, body]).toEqual([200, CONFIG]);
      expect(headers['cache-control']).toBe('no-cache');
    }
  });

  it('hands on nothing more than a login page needs of another plane’s configuration', async () => {
    const tenant = await admitted();
    await reported(tenant, 'provisionSuccess');
    await updateTenant(plane.registry, tenant.tenantId, {
      tenantConfig: JSON.stringify({ ...CONFIG, secret: 's' }),
    });

    expect((await configOf({ tenantId: tenant.tenantId })).body).toEqual(CONFIG);
  });

  it('gives one answer for unknown, not provisioned, unreadable, going and gone', async () => {
    const provisioning = await admitted();
    const unreadable = await admitted();
    await updateTenant(plane.registry, unreadable.tenantId, { tenantConfig: 'not { json' });
    const going = await admitted();
    await reported(going, 'provisionSuccess', { registrationStatus: 'Created' });
    await registrations('DELETE /tenant-registrations/{id}', { params: { id: going.tenantRegistrationId } });
    const gone = await admitted();
    await reported(gone, 'provisionSuccess', { registrationStatus: 'Created' });
    await reported(gone, 'deprovisionSuccess', { registrationStatus: 'Deleted' });

    const answers = await Promise.all([
      configOf({ tenantName: 'nobody' }),
      configOf({ tenantId: 'nobody' }),
      ...[provisioning, unreadable, going, gone].flatMap(({ tenantId, tenantName }) => [
        configOf({ tenantId }),
        configOf({ tenantName }),
      ]),
    ]);

    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))).toEqual(
      new Set(['404 {"message":"Tenant not found"}']),
    );
  });
});
