import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  GetApiKeysCommand,
} from '@aws-sdk/client-api-gateway';
import { mockClient } from 'aws-sdk-client-mock';
import { issueApiKey } from '../../../lambdas/onboarding/issue-api-key/issue-api-key';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import { getAccess, setAccess } from '../../../lambdas/shared/registry/access';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { useLocalAws } from '../../builders/local-aws';
import { awsError, buildPlan, buildWorkflowTenant } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(15122));
const gateway = mockClient(APIGatewayClient);
const SECRET = 'the-secret-value-of-a-key';
const tenant = buildWorkflowTenant({ tier: 'BASIC' });
const name = footprintName(tenant);
const issue = (newKeyValue = () => SECRET) =>
  issueApiKey({
    apiGateway: new APIGatewayClient({ region: 'eu-west-1' }),
    registry: registry.context,
    usagePlanIds: { BASIC: 'plan-basic', ADVANCED: 'plan-advanced', PREMIUM: 'plan-premium' },
    newKeyValue,
  })({ plan: buildPlan(tenant) });

beforeEach(() => {
  gateway.reset();
  gateway.on(CreateApiKeyCommand).resolves({ id: 'key-1' });
  gateway.on(CreateUsagePlanKeyCommand).resolves({});
});

describe('issue-api-key', () => {
  it("puts a key of the tenant's own on its tier's plan, with two calls", async () => {
    const result = await issue();

    expect(result).toEqual({ apiKeyId: 'key-1' });
    expect(gateway.calls().map((call) => call.args[0].input)).toEqual([
      {
        name,
        value: SECRET,
        enabled: true,
        tags: { tenantId: tenant.tenantId, tenantName: tenant.tenantName, tier: 'BASIC' },
      },
      { usagePlanId: 'plan-basic', keyId: 'key-1', keyType: 'API_KEY' },
    ]);
  });

  it('writes the value into the access item and nowhere else, closed until activation', async () => {
    const result = await issue();

    const everything = await registry.everything();
    const holders = everything.filter((item) => JSON.stringify(item).includes(SECRET));
    expect(holders).toEqual([expect.objectContaining({ pk: `ACCESS#${tenant.tenantId}` })]);
    expect(JSON.stringify(result)).not.toContain(SECRET);
    expect(await getAccess(registry.context, tenant.tenantId)).toEqual({
      tenantId: tenant.tenantId,
      tier: 'BASIC',
      apiKey: SECRET,
      status: 'provisioning',
    });
  });

  it('keeps the value over tries, and takes the key that a former one made', async () => {
    gateway.on(CreateUsagePlanKeyCommand).rejectsOnce(awsError('TimeoutError')).resolves({});
    await expect(issue()).rejects.toMatchObject({ name: 'TimeoutError' });
    gateway.on(GetApiKeysCommand).resolves({
      items: [
        { id: 'key-2', name: `${name}-longer` },
        { id: 'key-1', name },
      ],
    });

    const result = await issue(() => 'another-value-of-a-key');

    expect(result).toEqual({ apiKeyId: 'key-1' });
    expect(gateway.commandCalls(CreateApiKeyCommand)).toHaveLength(1);
    expect(await getAccess(registry.context, tenant.tenantId)).toMatchObject({ apiKey: SECRET });
    const states = (await readLedger(registry.context, tenant.tenantId)).map(({ state }) => state);
    expect(states).toEqual(['created', 'created']);
  });

  it('accepts a key that is there with this value, and one that is on the plan', async () => {
    gateway.on(CreateApiKeyCommand).rejects(awsError('ConflictException'));
    gateway.on(GetApiKeysCommand).resolves({ items: [{ id: 'key-1', name }] });
    gateway.on(CreateUsagePlanKeyCommand).rejects(awsError('ConflictException'));

    expect(await issue()).toEqual({ apiKeyId: 'key-1' });
  });

  it('does not close the access of a tenant that is active', async () => {
    await issue();
    await setAccess(registry.context, tenant.tenantId, { status: 'active' });
    gateway.on(GetApiKeysCommand).resolves({ items: [{ id: 'key-1', name }] });

    await issue();

    expect(await getAccess(registry.context, tenant.tenantId)).toMatchObject({ status: 'active' });
  });

  it('passes a refusal on', async () => {
    gateway.on(CreateApiKeyCommand).rejects(awsError('AccessDeniedException'));

    await expect(issue()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
