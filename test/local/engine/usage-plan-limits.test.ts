import {
  APIGatewayClient,
  CreateUsagePlanCommand,
  GetUsagePlanCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14698);
const apiGateway = new APIGatewayClient(aws.config);
afterAll(() => apiGateway.destroy());

const replace = (usagePlanId: string | undefined, values: Record<string, string>) =>
  apiGateway.send(
    new UpdateUsagePlanCommand({
      usagePlanId,
      patchOperations: Object.entries(values).map(([path, value]) => ({ op: 'replace', path, value })),
    }),
  );

test('the limits of a plan are numbers after they were changed', async () => {
  const { id } = await apiGateway.send(
    new CreateUsagePlanCommand({
      name: 'plan',
      throttle: { rateLimit: 1, burstLimit: 1 },
      quota: { limit: 1, period: 'DAY' },
    }),
  );

  await replace(id, { '/throttle/rateLimit': '2.5', '/throttle/burstLimit': '3', '/quota/limit': '4' });

  const { throttle, quota } = await apiGateway.send(new GetUsagePlanCommand({ usagePlanId: id }));
  expect([throttle, quota]).toEqual([
    { rateLimit: 2.5, burstLimit: 3 },
    { limit: 4, period: 'DAY' },
  ]);
});

test('a limit that is no number is refused and changes nothing', async () => {
  const { id } = await apiGateway.send(
    new CreateUsagePlanCommand({ name: 'plan', throttle: { rateLimit: 1, burstLimit: 1 } }),
  );

  await expect(replace(id, { '/throttle/rateLimit': 'much' })).rejects.toMatchObject({
    name: 'BadRequestException',
  });

  const { throttle } = await apiGateway.send(new GetUsagePlanCommand({ usagePlanId: id }));
  expect(throttle).toEqual({ rateLimit: 1, burstLimit: 1 });
});
