import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askProducts } from '../../../app-services/orders/ask-products';

let server: Server;
let ask: ReturnType<typeof askProducts>;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let requests: { url: string | undefined; authorization: string | undefined }[];
let connections: number;

beforeEach(async () => {
  requests = [];
  connections = 0;
  server = createServer((request, response) => {
    requests.push({ url: request.url, authorization: request.headers.authorization });
    answer(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ask = askProducts(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const answering = (status: number, body: unknown) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

it("asks for the caller's product in the name of the caller, and takes name and price", async () => {
  answer = answering(200, {
    tenantId: 't1',
    productId: 'p1',
    name: 'Chair',
    price: 12.5,
    sku: 's',
    category: 'c',
  });
  expect(await ask('the-token', 't1', 'p1')).toEqual({ name: 'Chair', price: 12.5 });
  expect(requests).toEqual([{ url: '/products/t1:p1', authorization: 'Bearer the-token' }]);
});

it.each([200, 404, 401])('keeps its connections through answers of status %i', async (status) => {
  answer = answering(status, { name: 'Chair', price: 1 });
  for (let n = 0; n < 10; n += 1) await ask('t', 't1', 'p1');
  // Two, as fetch may open another while the first is still being handed back.
  expect(connections).toBeLessThanOrEqual(2);
});

it('knows a product that does not exist', async () => {
  answer = answering(404, { message: 'product not found' });
  expect(await ask('t', 't1', 'p1')).toBe('unknown');
});

it.each(['../admin', 'a/b', 'a?b', '', 'ü'])('asks nothing for an id that no product has: %j', async (id) => {
  expect(await ask('t', 't1', id)).toBe('unknown');
  expect(requests).toEqual([]);
});

it('learns nothing from a refusal of the caller, or from an answer that is no product', async () => {
  answer = answering(401, { message: 'expired' });
  expect(await ask('t', 't1', 'p1')).toBe('unavailable');
  answer = answering(200, { name: 'Chair' });
  expect(await ask('t', 't1', 'p1')).toBe('unavailable');
});

it('fails when the service fails', async () => {
  answer = answering(503, {});
  await expect(ask('t', 't1', 'p1')).rejects.toThrow('status 503');
});

it('fails when no answer comes within two seconds', async () => {
  answer = () => {};
  // Told, not measured: what runs beside it may hold this process up.
  const limit = jest.spyOn(AbortSignal, 'timeout');
  try {
    await expect(ask('t', 't1', 'p1')).rejects.toThrow(/timeout/);
    expect(limit.mock.calls).toEqual([[2_000]]);
  } finally {
    limit.mockRestore();
  }
});

it('asks once more when the task that it asked has just closed the connection', async () => {
  answer = (request, response) => {
    if (requests.length === 1) request.socket.destroy();
    else answering(200, { name: 'Chair', price: 12.5 })(request, response);
  };
  expect(await ask('t', 't1', 'p1')).toEqual({ name: 'Chair', price: 12.5 });
  expect(requests).toHaveLength(2);
});

it('gives up when the connection is closed twice', async () => {
  answer = (request) => request.socket.destroy();
  await expect(ask('t', 't1', 'p1')).rejects.toThrow();
  expect(requests).toHaveLength(2);
});
