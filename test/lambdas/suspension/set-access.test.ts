import { APIGatewayClient, UpdateApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { mockClient } from 'aws-sdk-client-mock';
import { getAccess, setAccess as writeAccess } from '../../../lambdas/shared/registry/access';
import { planResources, recordCreated } from '../../../lambdas/shared/registry/ledger';
import { setAccess } from '../../../lambdas/suspension/set-access/set-access';
import { useLocalAws } from '../../builders/local-aws';
import { awsError, buildPlan, buildWorkflowTenant, EXECUTION } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(14676));
const apiGateway = mockClient(APIGatewayClient);
const tenant = buildWorkflowTenant();
const { cell, tenantPath } = buildPlan(tenant);
const { email: _email, ...named } = tenant;
const plan = { tenant: named, executionArn: 'arn:e', silo: true, cluster: 'c', cell, tenantPath };
const set = (status: 'active' | 'suspended') =>
  setAccess({ apiGateway: new APIGatewayClient({ region: 'eu-west-1' }), registry: registry.context })({
    plan,
    status,
  });
const patches = () =>
  apiGateway
    .commandCalls(UpdateApiKeyCommand)
    .map(({ args: [{ input }] }) => [input.apiKey, input.patchOperations?.[0]?.value]);

beforeEach(async () => {
  apiGateway.reset();
  apiGateway.on(UpdateApiKeyCommand).resolves({});
  const keys = ['a', 'b'].map((name) => ({ type: 'ApiKey' as const, name }));
  await planResources(registry.context, tenant.tenantId, EXECUTION, keys);
  await recordCreated(registry.context, tenant.tenantId, [{ type: 'ApiKey', name: 'a', arn: 'key-1' }]);
  await writeAccess(registry.context, tenant.tenantId, { status: 'active', apiKey: 'v', tier: 'PREMIUM' });
});

describe('set-access', () => {
  it.each([
    ['suspended', 'false'],
    ['active', 'true'],
  ] as const)('%s: the access item says so, and the key is switched', async (status, enabled) => {
    const told = await set(status);

    expect(await getAccess(registry.context, tenant.tenantId)).toEqual({
      tenantId: tenant.tenantId,
      status,
      apiKey: 'v',
      tier: 'PREMIUM',
    });
    // A key that was planned and never made has no id.
    expect(patches()).toEqual([['key-1', enabled]]);
    expect(told).toEqual({
      tenantId: tenant.tenantId,
      tenantRegistrationId: tenant.tenantRegistrationId,
      tier: 'PREMIUM',
      executionArn: 'arn:e',
    });
  });

  it('changes nothing when it runs twice', async () => {
    await set('suspended');
    const before = await registry.everything();

    await set('suspended');

    expect(await registry.everything()).toEqual(before);
  });

  it('fails, for the state machine to try again, when the key cannot be switched', async () => {
    apiGateway.on(UpdateApiKeyCommand).rejects(awsError('TooManyRequestsException'));

    await expect(set('suspended')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });
});
