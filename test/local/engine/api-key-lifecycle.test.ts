import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsagePlanKeysCommand,
} from '@aws-sdk/client-api-gateway';
import { setApiKeyEnabled } from '../../../lambdas/shared/footprint/api-key';
import { useLocalAws } from '../../builders/local-aws';
import { QUOTA_KEYS, useGateway } from './gateway';

const PORT = 14690;
const aws = useLocalAws(PORT);
const gateway = useGateway(PORT);
const apiGateway = new APIGatewayClient(aws.config);
afterAll(() => apiGateway.destroy());

test('refuses a disabled key at once, though the authorizer’s result is cached, and admits it again', async () => {
  const call = async () => (await gateway.call('/orders', `t1:${QUOTA_KEYS[0]}`)).status;
  const { items = [] } = await apiGateway.send(new GetApiKeysCommand({ includeValues: true }));
  const id = items.find(({ value }) => value === QUOTA_KEYS[0])?.id ?? '';
  const before = await call();

  await setApiKeyEnabled(apiGateway, id, false);
  const disabled = await call();
  const shown = await apiGateway.send(new GetApiKeyCommand({ apiKey: id }));
  await setApiKeyEnabled(apiGateway, id, true);

  expect([before, disabled, shown.enabled, await call()]).toEqual([200, 403, false, 200]);
});

test('refuses a second key of one value, until the first is deleted', async () => {
  const key = { name: 'twice', value: 'a-value-of-at-least-twenty-characters' };
  const { id: first } = await apiGateway.send(new CreateApiKeyCommand(key));

  await expect(apiGateway.send(new CreateApiKeyCommand(key))).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'API Key already exists',
    $metadata: { httpStatusCode: 409 },
  });

  const { items = [] } = await apiGateway.send(new GetApiKeysCommand({ nameQuery: 'twice' }));
  expect(items.map(({ id }) => id)).toEqual([first]);
  await apiGateway.send(new DeleteApiKeyCommand({ apiKey: first }));
  await expect(apiGateway.send(new CreateApiKeyCommand(key))).resolves.toMatchObject({ name: 'twice' });
});

describe('a key on a plan', () => {
  let usagePlanId: string | undefined;
  let keyId: string | undefined;
  const onPlan = async () =>
    (await apiGateway.send(new GetUsagePlanKeysCommand({ usagePlanId }))).items?.map(({ id }) => id);
  beforeEach(async () => {
    usagePlanId = (await apiGateway.send(new CreateUsagePlanCommand({ name: 'plan' }))).id;
    keyId = (await apiGateway.send(new CreateApiKeyCommand({ name: 'key' }))).id;
    await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));
  });

  test('leaves it when the key is deleted', async () => {
    const before = await onPlan();

    await apiGateway.send(new DeleteApiKeyCommand({ apiKey: keyId }));

    expect([before, await onPlan()]).toEqual([[keyId], []]);
  });

  test('leaves it once', async () => {
    await apiGateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId }));

    await expect(
      apiGateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});
