import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { useLocalAws } from '../../builders/local-aws';
import { until } from '../../builders/until';
import { ACCESS_LOG_GROUP, QUOTA, QUOTA_KEYS, SUBSCRIBER, useGateway } from './gateway';

const PORT = 15145;
const aws = useLocalAws(PORT);
const gateway = useGateway(PORT);
const logs = new CloudWatchLogsClient(aws.config);
afterAll(() => logs.destroy());

const linesOf = async (logGroupName: string) => {
  try {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message = '' }) => message);
  } catch (error) {
    // A function that has not run yet has no log.
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
};

test('each request leaves a line in the access log, with whose it was and a hyphen for what it has not', async () => {
  await gateway.call('/orders', `tone:${QUOTA_KEYS[0]}`);
  await gateway.call('/nowhere');

  const lines = await until('two lines', 10_000, async () => {
    const found = await linesOf(ACCESS_LOG_GROUP);
    return found.length >= 2 && found.map((line) => JSON.parse(line));
  });

  expect(lines).toEqual([
    { tenant: 'tone', method: 'GET', path: '/v1/orders', route: '/orders', status: '200' },
    { tenant: '-', method: 'GET', path: '/v1/nowhere', route: '-', status: '404' },
  ]);
});

test('who has subscribed to one status is handed those lines and no others', async () => {
  for (let asked = 0; asked <= QUOTA; asked++) await gateway.call('/orders', `tall:${QUOTA_KEYS[1]}`);

  const handed = await until('the subscriber is called', 15_000, async () => {
    const found = (await linesOf(SUBSCRIBER)).filter((line) => line.includes('handed'));
    return found.length > 0 && found.join('\n');
  });

  expect(handed).toContain('"status\\":\\"429\\"');
  expect(handed).not.toContain('"status\\":\\"200\\"');
});
