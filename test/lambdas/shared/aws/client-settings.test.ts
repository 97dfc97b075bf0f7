import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { CLIENT_SETTINGS, ONCE_SETTINGS, tries } from '../../../../lambdas/shared/aws/client-settings';
import { retries } from '../../../../lambdas/shared/aws/retries';

describe('a client of a function', () => {
  let server: Server;
  let asked: number;
  let answers: () => { status: number; code?: string };
  beforeAll(async () => {
    server = createServer((_request, response) => {
      asked += 1;
      const { status, code } = answers();
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(code ? { __type: code, message: code } : { clusterArns: [] }));
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
  });
  afterAll(() => new Promise((closed) => server.close(closed)));
  beforeEach(() => {
    asked = 0;
  });

  const clientWith = (settings: object) =>
    new ECSClient({
      ...settings,
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  const call = (client: ECSClient) => client.send(new ListClustersCommand({}));
  const error = { status: 500, code: 'ServerException' };
  const throttle = { status: 400, code: 'ThrottlingException' };

  it('makes four tries of a call that fails, and no fifth', async () => {
    answers = () => error;

    await expect(call(clientWith(CLIENT_SETTINGS))).rejects.toMatchObject({ name: 'ServerException' });

    expect(asked).toBe(4);
  });

  it('makes four tries of a call though hundreds failed before', async () => {
    answers = () => error;
    const client = clientWith(CLIENT_SETTINGS);
    await Promise.all(Array.from({ length: 100 }, () => call(client).catch(() => undefined)));
    asked = 0;

    await expect(call(client)).rejects.toMatchObject({ name: 'ServerException' });

    expect(asked).toBe(4);
  });

  it('asks once what is refused for good', async () => {
    answers = () => ({ status: 400, code: 'AccessDeniedException' });

    await expect(call(clientWith(CLIENT_SETTINGS))).rejects.toMatchObject({ name: 'AccessDeniedException' });

    expect(asked).toBe(1);
  });

  it.each([
    ['again after a throttle', throttle, 2],
    ['once after an error, as it may have taken effect', error, 1],
  ])('makes a call that must not be made twice %s', async (_what, first, times) => {
    answers = () => (asked === 1 ? first : { status: 200 });

    await call(clientWith(ONCE_SETTINGS)).catch(({ name }) => expect(name).toBe(first.code));

    expect(asked).toBe(times);
  });

  it('makes as many tries as it is told', async () => {
    answers = () => error;

    await call(clientWith({ ...CLIENT_SETTINGS, ...tries(6) })).catch(() => undefined);

    expect(asked).toBe(6);
  });
});

describe('the pause before the next try', () => {
  const pausesOf = async (
    failure: Parameters<ReturnType<typeof retries>['refreshRetryTokenForRetry']>[1],
  ) => {
    const strategy = retries(4);
    const pauses: number[] = [];
    let token = await strategy.acquireInitialRetryToken();
    for (let n = 1; n < 4; n++) {
      token = await strategy.refreshRetryTokenForRetry(token, failure);
      pauses.push(token.getRetryDelay());
    }
    return pauses;
  };

  it.each([
    ['THROTTLING' as const, 500],
    ['TRANSIENT' as const, 50],
  ])('doubles, at random below a bound (%s)', async (errorType, first) => {
    const pauses = await pausesOf({ errorType });

    for (const [n, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(first * 2 ** n);
    expect(new Set(pauses).size).toBe(3);
  });

  it('is as long as AWS asks for, within two seconds', async () => {
    jest.useFakeTimers({ now: 1_000_000 });
    const [soon, late] = await Promise.all(
      [1_001_000, 1_060_000].map((at) => pausesOf({ errorType: 'TRANSIENT', retryAfterHint: new Date(at) })),
    ).finally(() => jest.useRealTimers());

    expect(soon).toEqual([1_000, 1_000, 1_000]);
    for (const pause of late ?? []) expect(pause).toBeLessThan(2_500);
    expect(late).toHaveLength(3);
  });
});
