import {
  APIGatewayClient,
  GetApiKeyCommand,
  GetApiKeysCommand,
  UpdateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { mockClient } from 'aws-sdk-client-mock';
import { revokeAccess } from '../../../lambdas/offboarding/revoke-access/revoke-access';
import { getAccess, provisionAccess, setAccess } from '../../../lambdas/shared/registry/access';
import { awsError, jumpingClock } from '../../builders/onboarding';
import { useRemoval } from '../../builders/removal';

const { registry, tenant, name, plan, planned, created } = useRemoval(14684);
const gateway = mockClient(APIGatewayClient);
const revoke = () =>
  revokeAccess({
    apiGateway: new APIGatewayClient({ region: 'eu-west-1' }),
    registry: registry.context,
    clock: jumpingClock(),
  })({ plan });
const issued = async ({ recorded = true } = {}) => {
  await provisionAccess(registry.context, tenant, 'value-of-the-key');
  await setAccess(registry.context, tenant.tenantId, { status: 'active', userPoolId: 'pool-1' });
  await (recorded ? created : planned)([{ type: 'ApiKey', name, arn: 'key-1' }]);
};
const disabled = (apiKey: string) => ({
  apiKey,
  patchOperations: [{ op: 'replace', path: '/enabled', value: 'false' }],
});

beforeEach(() => {
  gateway.reset();
  gateway.on(UpdateApiKeyCommand).resolves({});
});

describe('revoke-access', () => {
  it('closes the access item and disables the key, with one call', async () => {
    await issued();

    await revoke();

    expect(gateway.calls().map((call) => call.args[0].input)).toEqual([disabled('key-1')]);
    expect(await getAccess(registry.context, tenant.tenantId)).toMatchObject({ status: 'revoked' });
  });

  it.each(['active', 'suspended'] as const)(
    'notes that the tenant was %s, also when it runs again',
    async (status) => {
      await issued();
      await setAccess(registry.context, tenant.tenantId, { status });

      await revoke();
      await revoke();

      expect(await getAccess(registry.context, tenant.tenantId)).toMatchObject({
        status: 'revoked',
        statusBefore: status,
      });
      expect(gateway.calls().map((call) => call.args[0].input)).toEqual([
        disabled('key-1'),
        disabled('key-1'),
      ]);
    },
  );

  it('has nothing to close for a tenant that never was in service', async () => {
    await provisionAccess(registry.context, tenant, 'value-of-the-key');
    await planned([{ type: 'ApiKey', name }]);

    await revoke();

    expect(gateway.calls()).toHaveLength(0);
    expect(await getAccess(registry.context, tenant.tenantId)).toMatchObject({ status: 'provisioning' });
  });

  it('finds a key whose id nobody recorded by its exact name', async () => {
    await issued({ recorded: false });
    gateway.on(GetApiKeysCommand).resolves({
      items: [
        { id: 'another', name: `${name}-2` },
        { id: 'key-9', name },
      ],
    });

    await revoke();

    expect(gateway.commandCalls(GetApiKeysCommand)[0]?.args[0].input).toMatchObject({ nameQuery: name });
    expect(gateway.commandCalls(UpdateApiKeyCommand)[0]?.args[0].input).toEqual(disabled('key-9'));
  });

  it.each([['a list'], ['a change']])(
    'passes the failure of %s on, the access item closed',
    async (which) => {
      await issued({ recorded: which === 'a change' });
      gateway.on(GetApiKeysCommand).rejects(awsError('TooManyRequestsException'));
      gateway.on(UpdateApiKeyCommand).rejects(awsError('TooManyRequestsException'));

      await expect(revoke()).rejects.toMatchObject({ name: 'TooManyRequestsException' });

      expect(await getAccess(registry.context, tenant.tenantId)).toMatchObject({ status: 'revoked' });
    },
  );

  it.each(['NotFoundException', 'AccessDeniedException'])(
    'accepts a key that is gone, which AWS tells by %s',
    async (error) => {
      await issued();
      gateway.on(UpdateApiKeyCommand).rejects(awsError(error));
      gateway.on(GetApiKeyCommand).rejects(awsError('NotFoundException'));

      await revoke();
    },
  );

  it('passes a refusal on when the key is there', async () => {
    await issued();
    gateway.on(UpdateApiKeyCommand).rejects(awsError('AccessDeniedException'));
    gateway.on(GetApiKeyCommand).resolves({ id: 'key-1' });

    await expect(revoke()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('passes the failure of the look on', async () => {
    await issued();
    gateway.on(UpdateApiKeyCommand).rejects(awsError('AccessDeniedException'));
    gateway.on(GetApiKeyCommand).rejects(awsError('ServiceUnavailableException'));

    await expect(revoke()).rejects.toMatchObject({ name: 'ServiceUnavailableException' });
  });
});
