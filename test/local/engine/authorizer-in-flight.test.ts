import { useLocalAws } from '../../builders/local-aws';
import { useGateway } from './gateway';

const PORT = 14830;
useLocalAws(PORT);
const gateway = useGateway(PORT);

const answersOf = async (tokens: string[]) => {
  const calls = await Promise.all(tokens.map((token) => gateway.call('/free/1', token)));
  expect(calls.map(({ status }) => status)).toEqual(tokens.map(() => 200));
  return new Set(calls.map(({ seen }) => `${seen.headers.process} ${seen.headers.calls}`));
};

test('requests of one identity that come at the same time ask the authorizer once', async () => {
  expect((await answersOf(Array(12).fill('t-same'))).size).toBe(1);
});

test('requests of several identities ask it once each', async () => {
  const tokens = ['t-1', 't-2', 't-3'];

  expect((await answersOf([...tokens, ...tokens])).size).toBe(3);
});
