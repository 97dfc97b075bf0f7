import { request as httpRequest, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { serverWithHealth } from '../../../../app-services/shared/http/health';
import { IN_FLIGHT_PER_TENANT } from '../../../../app-services/shared/http/tenant-turns';
import { buildService } from '../../../../app-services/shared/service';
import { as, buildServiceDeps } from '../../../builders/service-deps';
import { until } from '../../../builders/until';

const LIMIT = 5;
/** The largest body that is taken. */
const LARGEST = 256 * 1024;

let app: FastifyInstance;
let port: number;
let sockets: Socket[];
let working: (() => void)[];

beforeEach(async () => {
  sockets = [];
  working = [];
  app = buildService({ ...buildServiceDeps().deps, inFlightPerTenant: LIMIT, name: 'things' }, (api) => {
    api.get('/things', async () => []);
    api.post('/things', async () => ({}));
    api.get('/things/slow', () => new Promise<object>((resolve) => working.push(() => resolve({}))));
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});
afterEach(async () => {
  for (const finish of working) finish();
  for (const socket of sockets) socket.destroy();
  await app.close();
});

/** A request of which the head is sent, and the body never ends. */
async function slowBody(token: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  const head = [
    'POST /things HTTP/1.1',
    'host: things',
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    'content-length: 1000',
  ];
  await new Promise<void>((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n{"a":`, () => resolve()));
  return socket;
}

const list = (token: string) => fetch(`http://127.0.0.1:${port}/things`, { headers: as(token) });
const statusOf = async (token: string) => (await list(token)).status;

describe('a tenant that sends bodies that never end', () => {
  beforeEach(async () => {
    for (let n = 0; n < LIMIT; n += 1) await slowBody('user-1');
    await until('the tenant is at its limit', 15_000, async () => (await statusOf('user-1')) === 429);
  });

  it('is told to wait: 429 with Retry-After and a message', async () => {
    const answer = await list('admin-1');

    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
      429,
      '1',
      { message: 'too many requests of the tenant are under way' },
    ]);
  });

  it('keeps nobody else waiting', async () => {
    const statuses = await Promise.all(Array.from({ length: LIMIT }, () => statusOf('admin-2')));

    expect(statuses).toEqual(Array(LIMIT).fill(200));
    expect((await fetch(`http://127.0.0.1:${port}/things/health`)).status).toBe(200);
  });

  it('is served again once its clients have gone away', async () => {
    for (const socket of sockets) socket.destroy();

    await until('it is served', 15_000, async () => (await statusOf('user-1')) === 200);
  });
});

describe('a tenant whose requests take long', () => {
  it('has so many under way and no more, and each that ends makes room for one', async () => {
    const url = `http://127.0.0.1:${port}/things/slow`;
    const slow = Array.from({ length: LIMIT }, () => fetch(url, { headers: as('user-1') }));
    await until('all are under way', 15_000, async () => working.length === LIMIT);

    expect([await statusOf('user-1'), await statusOf('admin-2')]).toEqual([429, 200]);
    working.shift()?.();
    await Promise.race(slow);
    await until('there is room', 15_000, async () => (await statusOf('user-1')) === 200);
  });

  it('leaves no request behind in the count', async () => {
    for (let n = 0; n < 20 * LIMIT; n += 1) expect(await statusOf('user-1')).toBe(200);
  });
});

describe('a tenant that sends huge bodies', () => {
  /**
   * Streams a body without saying its length; resolves with how it was refused, and how much was taken. Who still writes
   * as the service hangs up can lose the answer.
   */
  const huge = (megabytes: number) =>
    new Promise<{ status: number | 'hung up'; sent: number }>((resolve, reject) => {
      let sent = 0;
      const chunk = Buffer.alloc(64 * 1024, 'a');
      const headers = as('user-1', { 'content-type': 'application/json' });
      const outgoing = httpRequest(
        { port, host: '127.0.0.1', path: '/things', method: 'POST', headers },
        (answer) => {
          answer.resume();
          resolve({ status: answer.statusCode ?? 0, sent });
          outgoing.destroy();
        },
      );
      outgoing.on('error', (error: NodeJS.ErrnoException) =>
        ['EPIPE', 'ECONNRESET'].includes(error.code ?? '')
          ? resolve({ status: 'hung up', sent })
          : reject(error),
      );
      const write = () => {
        if (outgoing.destroyed || sent >= megabytes * 1024 * 1024) return;
        sent += chunk.length;
        outgoing.write(chunk, () => setImmediate(write));
      };
      write();
    });

  it('is refused once the limit is passed, not when all has arrived', async () => {
    const { status, sent } = await huge(64);

    expect([413, 'hung up']).toContain(status);
    expect(sent).toBeLessThan(16 * LARGEST);
  });

  it('keeps nobody else waiting', async () => {
    const refused = Promise.all(Array.from({ length: LIMIT }, () => huge(8)));

    expect(await statusOf('admin-2')).toBe(200);
    for (const { status } of await refused) expect([413, 'hung up']).toContain(status);
  });
});

describe('a request that does not arrive in time', () => {
  const served = async (
    limits: Parameters<typeof serverWithHealth>[2],
    work: (to: Server) => Promise<void>,
  ) => {
    const read: RequestListener = (incoming, response) => incoming.resume().on('end', () => response.end());
    const server = serverWithHealth('/things/health', read, limits);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await work(server).finally(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
  };

  it.each([
    ['its head', 'POST / HTTP/1.1\r\nhost: a\r\nx-slow: '],
    ['its body', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n1'],
  ])('loses its connection while it sends %s', (_, part) =>
    served({ requestTimeout: 100, connectionsCheckingInterval: 20 }, async (server) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => {
        answer += data;
      });
      socket.write(part);
      await new Promise((resolve) => socket.once('close', resolve));

      expect(answer).toContain('408');
    }),
  );

  it('has half a minute', () =>
    served({}, async (server) => {
      expect(server.requestTimeout).toBe(30_000);
    }));
});

it('the limit leaves connections to AWS for the other tenants', () => {
  // 100 in all: data/request-handler.ts.
  expect(IN_FLIGHT_PER_TENANT).toBeLessThan(100);
});
