import {
  APIGatewayClient,
  DeleteApiKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
} from '@aws-sdk/client-api-gateway';
import { mockClient } from 'aws-sdk-client-mock';
import { removeApiKey } from '../../../lambdas/offboarding/remove-api-key/remove-api-key';
import { awsError, jumpingClock } from '../../builders/onboarding';
import { useRemoval } from '../../builders/removal';

const { registry, name, plan, planned, created, states } = useRemoval(14683);
const gateway = mockClient(APIGatewayClient);
const remove = () =>
  removeApiKey({
    apiGateway: new APIGatewayClient({ region: 'eu-west-1' }),
    registry: registry.context,
    clock: jumpingClock(),
  })({ plan });
const issued = ({ recorded = true } = {}) =>
  (recorded ? created : planned)([
    { type: 'ApiKey', name, arn: 'key-1' },
    { type: 'UsagePlanKey', name, arn: 'key-1', details: { usagePlanId: 'plan-1' } },
  ]);
const DELETED = ['ApiKey deleted', 'UsagePlanKey deleted'];

beforeEach(() => {
  gateway.reset();
  gateway.on(DeleteUsagePlanKeyCommand).resolves({});
  gateway.on(DeleteApiKeyCommand).resolves({});
});

describe('remove-api-key', () => {
  it('takes the key off its plan and deletes it, with two calls, and never asks for its value', async () => {
    await issued();

    await remove();

    expect(gateway.calls().map((call) => call.args[0].input)).toEqual([
      { usagePlanId: 'plan-1', keyId: 'key-1' },
      { apiKey: 'key-1' },
    ]);
    expect(await states()).toEqual(DELETED);
  });

  it('finds a key whose id nobody recorded', async () => {
    await issued({ recorded: false });
    gateway.on(GetApiKeysCommand).resolves({ items: [{ id: 'key-9', name }] });

    await remove();

    expect(gateway.commandCalls(DeleteApiKeyCommand)[0]?.args[0].input).toEqual({ apiKey: 'key-9' });
    expect(await states()).toEqual(DELETED);
  });

  it('calls a key gone that was planned and never made', async () => {
    await issued({ recorded: false });
    gateway.on(GetApiKeysCommand).resolves({ items: [{ id: 'another', name: `${name}-2` }] });

    await remove();

    expect(gateway.commandCalls(DeleteApiKeyCommand)).toHaveLength(0);
    expect(await states()).toEqual(DELETED);
  });

  it('keeps the entries when the list of keys fails', async () => {
    await issued({ recorded: false });
    gateway.on(GetApiKeysCommand).rejects(awsError('TooManyRequestsException'));

    await expect(remove()).rejects.toMatchObject({ name: 'TooManyRequestsException' });

    expect(await states()).toEqual(['ApiKey planned', 'UsagePlanKey planned']);
  });

  it.each(['NotFoundException', 'AccessDeniedException'])(
    'accepts a key that a former try deleted, which AWS tells by %s',
    async (error) => {
      await issued();
      gateway.on(DeleteUsagePlanKeyCommand).rejects(awsError(error));
      gateway.on(DeleteApiKeyCommand).rejects(awsError(error));
      gateway.on(GetApiKeyCommand).rejects(awsError('NotFoundException'));

      await remove();

      expect(await states()).toEqual(DELETED);
    },
  );

  it('passes a refusal on when the key is there, the entries kept', async () => {
    await issued();
    gateway.on(DeleteApiKeyCommand).rejects(awsError('AccessDeniedException'));
    gateway.on(GetApiKeyCommand).resolves({ id: 'key-1' });

    await expect(remove()).rejects.toMatchObject({ name: 'AccessDeniedException' });

    expect(await states()).toEqual(['ApiKey created', 'UsagePlanKey created']);
  });
});
