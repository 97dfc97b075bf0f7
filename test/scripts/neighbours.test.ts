import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Figures, problemsOf } from '../neighbours/scenario';
import { load } from '../neighbours/sender';

const quiet = { requests: 100, errors: 0, p50: 5, p99: 20 };
const good: Omit<Figures, 'problems'> = {
  ...{ name: 'Basic', rounds: 3, without: quiet, beside: quiet, ratio: 1, noisy: { 200: 30, 429: 270 } },
  timesItsPlan: 10,
};

describe('figures of noisy neighbours', () => {
  it('are no problem where the noisy tenant was noisy and nobody noticed', () => {
    expect(problemsOf({ ...good, timesItsPlan: 9 })).toEqual([]);
  });

  it.each([
    ['the noisy tenant was slower than it should be', { timesItsPlan: 8.9 }, 'sent 8.9 times its plan only'],
    ['nothing was sent at all', { timesItsPlan: Number.NaN }, 'times its plan only'],
    ['it was not refused', { noisy: { 200: 300 } }, 'was not refused'],
    ['others got errors', { beside: { ...quiet, errors: 1 } }, '1 errors of others'],
    ['others waited', { ratio: 1.11 }, 'p99 of others is 1.11'],
  ])('are one where %s', (_, changes, problem) => {
    expect(problemsOf({ ...good, ...changes }).join()).toContain(problem);
  });
});

it('a slow request sends its body byte by byte, at the rate of all others', async () => {
  const parts: number[] = [];
  let asked = 0;
  const server = createServer((incoming, answer) => {
    asked += 1;
    let count = 0;
    incoming.on('data', () => {
      count += 1;
    });
    incoming.on('end', () => {
      if (incoming.method === 'POST') parts.push(count);
      answer.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/products`;

  const sending = { url, token: 't', perSecond: 20, burden: { kind: 'slow', every: 4 } } as const;
  const began = performance.now();
  const { sent, lastedMs } = await load(sending, AbortSignal.timeout(400));
  const answeredMs = performance.now() - began;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));

  expect(asked).toBe(sent.length);
  expect(sent.map(({ reply }) => reply.status)).toEqual(sent.map(() => 200));
  // Sending ended long before the slow ones, which take 4 s, were answered.
  expect(answeredMs - lastedMs).toBeGreaterThan(3_000);
  expect(parts).toHaveLength(Math.ceil(sent.length / 4));
  for (const count of parts) expect(count).toBeGreaterThan(20);
});
