import { type AddressInfo, connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildService } from '../../../app-services/shared/service';
import { as, type BuiltServiceDeps, buildServiceDeps } from '../../builders/service-deps';

let app: FastifyInstance;
let built: BuiltServiceDeps;
let failure: unknown;

beforeEach(() => {
  built = buildServiceDeps();
  app = buildService({ ...built.deps, name: 'things' }, (api) => {
    api.get('/things', async () => {
      if (failure) throw failure;
      return [];
    });
    api.post(
      '/things',
      {
        schema: {
          body: { type: 'object', additionalProperties: false, properties: { a: { type: 'string' } } },
        },
      },
      async () => ({}),
    );
    api.get('/things/:id', async () => ({}));
    api.delete('/things/:id', async (_, reply) => reply.code(204).send());
  });
});
afterEach(async () => {
  failure = undefined;
  await app.close();
});

const named = (name: string, more: object = {}) =>
  Object.assign(new Error('secret detail'), { name, ...more });

describe('health', () => {
  it('answers without a token', async () => {
    const response = await app.inject('/things/health');
    expect([response.statusCode, response.body]).toEqual([200, '{"status":"ok"}']);
  });

  it('is neither logged nor measured', async () => {
    await app.inject('/things/health');
    expect(built.lines()).toEqual([]);
    expect(built.metrics).toEqual([]);
  });
});

describe('identity', () => {
  it.each([
    ['no token', {}],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['a scheme alone', { authorization: 'Bearer ' }],
    ['an unknown token', as('forged')],
    ['headers that claim a tenant', { tenantpath: 'tenant-1', 'x-tenant-id': 'tenant-1' }],
  ])('%s: 401 with a message', async (_, headers) => {
    const response = await app.inject({ url: '/things', headers });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.json()).toEqual({ message: expect.stringMatching(/./) });
  });

  it('is asked for before the body is read', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/things',
      payload: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.statusCode).toBe(401);
  });
});

describe('paths and methods', () => {
  it.each(['/', '/nothing', '/things/a/b', '/health'])('%s: 404', async (url) => {
    const response = await app.inject({ url, headers: as('admin-1') });
    expect([response.statusCode, response.json()]).toEqual([404, { message: 'path not found' }]);
  });

  it.each([
    ['DELETE', '/things', 'GET, HEAD, POST'],
    ['POST', '/things/1', 'GET, HEAD, DELETE'],
    ['PUT', '/things/health', 'GET, HEAD'],
  ] as const)('%s %s: 405 with the methods that are allowed', async (method, url, allow) => {
    const response = await app.inject({ method, url });
    expect([response.statusCode, response.headers.allow]).toEqual([405, allow]);
    expect(response.json()).toEqual({ message: `method not allowed: ${allow}` });
  });

  it.each([
    ['QUERY', { 'content-type': 'application/json' }, '{}'],
    ['QUERY', {}, undefined],
    ['PATCH', { 'content-type': 'text/plain' }, 'text'],
    ['PUT', { 'content-type': 'application/json' }, `"${'x'.repeat(300 * 1024)}"`],
    ['PUT', { 'content-type': 'application/json' }, '{'],
  ] as const)('%s with %j: 405 whatever else is wrong', async (method, headers, payload) => {
    const response = await app.inject({ method: method as 'PUT', url: '/things', headers, payload });
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  });

  it('a path that is no path: 400', async () => {
    const response = await app.inject({ url: '/things/%zz', headers: as('admin-1') });
    expect([response.statusCode, response.json()]).toEqual([400, { message: 'path is not valid' }]);
  });

  it('a trailing slash makes no difference', async () => {
    expect((await app.inject({ url: '/things/', headers: as('admin-1') })).statusCode).toBe(200);
  });
});

describe('bodies', () => {
  const NO_JSON = 'body is not valid JSON, or has a forbidden key (__proto__, constructor)';
  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/things', payload, headers: as('admin-1', { 'content-type': type }) });

  it.each([
    ['not JSON', '{"a":', 400, NO_JSON],
    ['empty', '', 400, 'body must be object'],
    ['__proto__', '{"__proto__":{"admin":true}}', 400, NO_JSON],
    ['constructor.prototype', '{"constructor":{"prototype":{"admin":true}}}', 400, NO_JSON],
    ['constructor', '{"constructor":1}', 400, 'constructor is not a known field'],
    ['half a character', String.raw`{"a":"\ud800"}`, 400, 'body must be well-formed Unicode'],
    ['null', 'null', 400, 'body must be object'],
    ['an array', '[]', 400, 'body must be object'],
    ['1 MB', JSON.stringify({ a: 'x'.repeat(1_000_000) }), 413, 'body is too large: 256 KB at most'],
  ])('%s', async (_, payload, statusCode, message) => {
    const response = await post(payload);
    expect([response.statusCode, response.json()]).toEqual([statusCode, { message }]);
  });

  it.each(['text/plain', 'application/xml', 'multipart/form-data'])('%s: 415', async (type) => {
    const response = await post('{"a":"b"}', type);
    expect([response.statusCode, response.json()]).toEqual([
      415,
      { message: 'Content-Type must be application/json' },
    ]);
  });

  it.each([
    ['a whole character, escaped', String.raw`{"a":"\ud83d\ude00"}`],
    ['a backslash before text that looks like an escape', String.raw`{"a":"\\ud800"}`],
  ])('%s: taken', async (_, payload) => {
    expect((await post(payload)).statusCode).toBe(200);
  });

  it('without a content type: 415', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/things',
      payload: Buffer.from('{}'),
      headers: as('admin-1'),
    });
    expect(response.statusCode).toBe(415);
  });

  it('none, on a DELETE that names a type all the same: no matter', async () => {
    const headers = as('admin-1', { 'content-type': 'application/json' });
    expect((await app.inject({ method: 'DELETE', url: '/things/1', headers })).statusCode).toBe(204);
  });

  it('no body at all: 400', async () => {
    const response = await app.inject({ method: 'POST', url: '/things', headers: as('admin-1') });
    expect([response.statusCode, response.json()]).toEqual([400, { message: 'body must be object' }]);
  });
});

describe('failures', () => {
  it.each([
    [
      'a throttle of DynamoDB',
      named('ProvisionedThroughputExceededException', { $metadata: { httpStatusCode: 400 } }),
    ],
    ['a throttle of Cognito', named('TooManyRequestsException', { $metadata: { httpStatusCode: 400 } })],
    ['an internal error of AWS', named('InternalServerError', { $metadata: { httpStatusCode: 500 } })],
    ['no answer in time', named('TimeoutError')],
    ['nobody there', named('Error', { code: 'ECONNREFUSED' })],
  ])('%s: 503 that says when to retry', async (_, error) => {
    failure = error;
    const response = await app.inject({ url: '/things', headers: as('admin-1') });
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '1']);
    expect(response.json().message).toMatch(/try again/);
  });

  it.each([
    ['a refusal by IAM', named('AccessDeniedException', { $metadata: { httpStatusCode: 400 } })],
    ['a defect', new TypeError('secret detail')],
    ['what is no error', 'secret detail'],
  ])('%s: 500 without detail, with the id under which the log tells more', async (_, error) => {
    failure = error;
    const response = await app.inject({
      url: '/things',
      headers: as('admin-1', { 'x-request-id': 'request-12345' }),
    });
    expect(response.statusCode).toBe(500);
    expect(response.json()).toEqual({ message: 'internal error, request request-12345' });
  });

  it('are logged with request and tenant, without the text that may quote a request', async () => {
    failure = named('AccessDeniedException', { $metadata: { httpStatusCode: 400, requestId: 'aws-1' } });
    await app.inject({ url: '/things', headers: as('admin-1', { 'x-request-id': 'request-12345' }) });
    expect(built.lines()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        requestId: 'request-12345',
        tenantId: 'tenant-1',
        err: expect.objectContaining({ name: 'AccessDeniedException', awsRequestId: 'aws-1' }),
      }),
    );
    expect(JSON.stringify(built.lines())).not.toContain('secret detail');
  });
});

describe('logs and metrics', () => {
  it('tell a request by id, tenant, route and status, and nothing of its content', async () => {
    const headers = as('user-1', { 'x-request-id': 'request-12345' });
    await app.inject({ url: '/things/private-name', headers });
    expect(built.lines()).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        service: 'test',
        requestId: 'request-12345',
        tenantId: 'tenant-1',
        method: 'GET',
        route: '/things/:id',
        status: 200,
        ms: expect.any(Number),
        msg: 'request',
      },
    ]);
    expect(JSON.stringify(built.lines())).not.toMatch(/user-1|private-name|uwe/);
  });

  it('count by tenant; a request of nobody is in the log alone', async () => {
    await app.inject({ url: '/things', headers: as('admin-2') });
    await app.inject('/things');
    expect(built.metrics).toEqual([{ tenantId: 'tenant-2', tier: 'BASIC', statusCode: 200 }]);
    expect(built.lines()).toHaveLength(2);
  });
});

describe('for browsers', () => {
  it('answers, refusals included, name the origin that may read them and the headers it may see', async () => {
    for (const headers of [as('admin-1'), {}]) {
      const response = await app.inject({ url: '/things', headers });
      expect(response.headers['access-control-allow-origin']).toBe('https://portal.example.com');
      expect(response.headers['access-control-expose-headers']).toContain('x-next-token');
    }
  });
});

describe('what Node cannot read as a request', () => {
  const raw = async (text: string): Promise<{ head: string; body: unknown }> => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const answer = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (data) => {
        received += data;
      });
      socket.on('error', reject).on('close', () => resolve(received));
    });
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    return { head, body: JSON.parse(body) };
  };

  it.each([
    ['no HTTP', 'nonsense\r\n\r\n', '400 Bad Request', 'the request is not HTTP/1.1'],
    [
      'a query of 20 KB',
      `GET /things?a=${'a'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
      '431 Request Header Fields Too Large',
      'path, query and headers are too long: 16 KB at most',
    ],
  ])(
    '%s is answered as all errors, and ends nothing but its connection',
    async (_, text, status, message) => {
      const { head, body } = await raw(text);

      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\ncontent-type: application/json`));
      expect(body).toEqual({ message });
      expect((await app.inject('/things/health')).statusCode).toBe(200);
    },
  );
});
