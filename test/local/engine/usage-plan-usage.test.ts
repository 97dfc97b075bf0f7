import {
  APIGatewayClient,
  GetUsageCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  UpdateUsageCommand,
} from '@aws-sdk/client-api-gateway';
import { useLocalAws } from '../../builders/local-aws';
import { QUOTA, QUOTA_KEYS, useGateway } from './gateway';

const PORT = 14679;
const aws = useLocalAws(PORT);
const gateway = useGateway(PORT);
const apiGateway = new APIGatewayClient(aws.config);
afterAll(() => apiGateway.destroy());

const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** The plan with a quota, and the ids of its keys in the order of {@link QUOTA_KEYS}. */
async function quotaPlan() {
  const { items = [] } = await apiGateway.send(new GetUsagePlansCommand({}));
  const usagePlanId = items.find(({ quota }) => quota)?.id;
  const { items: keys = [] } = await apiGateway.send(new GetUsagePlanKeysCommand({ usagePlanId }));
  const idOf = (value: string) => keys.find((key) => key.value === value)?.id ?? '';
  return { usagePlanId, keyIds: QUOTA_KEYS.map(idOf) };
}
const usage = (usagePlanId: string | undefined, keyId?: string, from = 0) =>
  apiGateway.send(new GetUsageCommand({ usagePlanId, keyId, startDate: day(from), endDate: day(0) }));

test('a plan tells what each of its keys has used and has left, day by day', async () => {
  const { usagePlanId, keyIds } = await quotaPlan();
  const [first = '', second = ''] = keyIds;
  await gateway.call('/orders', `tone:${QUOTA_KEYS[0]}`);

  const { items } = await usage(usagePlanId, undefined, 2);
  const { items: one } = await usage(usagePlanId, first);

  expect(items).toEqual({
    [first]: [
      [0, QUOTA],
      [0, QUOTA],
      [1, QUOTA - 1],
    ],
    [second]: Array(3).fill([0, QUOTA]),
  });
  expect(one).toEqual({ [first]: [[1, QUOTA - 1]] });
});

test('what is left of today can be set, and is admitted', async () => {
  const { usagePlanId, keyIds } = await quotaPlan();
  const ask = () => gateway.call('/orders', `ttwo:${QUOTA_KEYS[1]}`);
  for (let asked = 0; asked < QUOTA; asked++) await ask();
  const refused = (await ask()).status;

  const { items } = await apiGateway.send(
    new UpdateUsageCommand({
      usagePlanId,
      keyId: keyIds[1],
      patchOperations: [{ op: 'replace', path: '/remaining', value: '1' }],
    }),
  );
  const after = [(await ask()).status, (await ask()).status];

  expect(items).toEqual({ [keyIds[1] ?? '']: [[QUOTA, 1]] });
  expect([refused, ...after]).toEqual([429, 200, 429]);
});

test('a plan or key that there is not, dates out of order and other patches are refused', async () => {
  const { usagePlanId, keyIds } = await quotaPlan();
  const patch = (keyId: string | undefined, path: string, value: string) =>
    apiGateway.send(
      new UpdateUsageCommand({ usagePlanId, keyId, patchOperations: [{ op: 'replace', path, value }] }),
    );

  await expect(usage('none')).rejects.toMatchObject({ name: 'NotFoundException' });
  await expect(patch('none', '/remaining', '1')).rejects.toMatchObject({ name: 'NotFoundException' });
  await expect(patch(keyIds[0], '/limit', '1')).rejects.toMatchObject({ name: 'BadRequestException' });
  await expect(patch(keyIds[0], '/remaining', 'many')).rejects.toMatchObject({ name: 'BadRequestException' });
  await expect(
    apiGateway.send(new GetUsageCommand({ usagePlanId, startDate: day(0), endDate: day(1) })),
  ).rejects.toMatchObject({ name: 'BadRequestException' });
});
