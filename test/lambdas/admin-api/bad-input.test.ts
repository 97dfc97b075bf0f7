import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { partsOf } from '../../../lambdas/shared/contracts/admin-api-routes';
import { nextToken } from '../../../lambdas/shared/http/paging';
import { caller } from '../../builders/admin-api';
import { useControlPlane } from '../../builders/control-plane';

const PORT = 15021;

describe('bad input', () => {
  const plane = useControlPlane(PORT, { USER_POOL_ID: 'us-east-1_none' });
  let call: ReturnType<typeof caller>;
  beforeAll(async () => {
    const handlers = await Promise.all([
      import('../../../lambdas/admin-api/tenant-registrations/handler'),
      import('../../../lambdas/admin-api/executions/handler'),
      import('../../../lambdas/admin-api/tenants/handler'),
      import('../../../lambdas/admin-api/users/handler'),
      import('../../../lambdas/admin-api/tenant-config/handler'),
      import('../../../lambdas/admin-api/usage/handler'),
      import('../../../lambdas/admin-api/preflight/handler'),
      import('../../../lambdas/admin-api/upkeep/handler'),
    ]);
    const [registrations, executions, tenants, users, config, usage, preflight, upkeep] = handlers.map(
      ({ handler }) => caller(handler),
    );
    call = async (route, options) => {
      const { path } = partsOf(route);
      const others = Object.entries({
        '/executions': executions,
        '/usage': usage,
        '/footprint': tenants,
        '{id}/users': tenants,
        '/deletion-receipts': tenants,
        '/preflight': preflight,
        '/dead-letters': upkeep,
        '/reconciliation': upkeep,
      }).find(([part]) => path.includes(part));
      const target = others
        ? others[1]
        : path.startsWith('/tenant-registrations')
          ? registrations
          : path.startsWith('/tenants')
            ? tenants
            : path.startsWith('/users')
              ? users
              : config;
      return (target as typeof call)(route, options);
    };
  });

  it.each([
    ['GET /tenants', 'sort', { query: { sort: 'email' } }],
    ['GET /tenants', 'order', { query: { order: 'up' } }],
    ['GET /tenants', 'tier', { query: { tier: 'gold' } }],
    ['GET /tenants', 'search', { query: { search: 'x'.repeat(255) } }],
    ['GET /tenants', 'active', { query: { active: '1' } }],
    ['GET /tenants', 'next_token', { query: { search: 'a', next_token: 'made-up' } }],
    ['GET /tenant-registrations/{id}/usage', 'days', { params: { id: 'x' }, query: { days: '91' } }],
    ['GET /tenant-registrations/{id}/usage', 'id', { params: { id: 'a/b' } }],
    ['GET /tenant-registrations/{id}/footprint', 'id', { params: { id: '..' } }],
    ['GET /tenant-registrations/{id}/users', 'limit', { params: { id: 'x' }, query: { limit: '61' } }],
    [
      'GET /tenant-registrations/{id}/users',
      'next_token',
      { params: { id: 'x' }, query: { next_token: 'a.b' } },
    ],
    ['POST /tenant-registrations/{id}/usage/extension', 'requests', { params: { id: 'x' }, body: {} }],
    [
      'POST /tenant-registrations/{id}/usage/extension',
      'more',
      { params: { id: 'x' }, body: { requests: 1, more: 1 } },
    ],
    ['POST /tenant-registrations/preflight', 'tier', { body: { tenantName: 'a', email: 'b' } }],
    ['POST /tenant-registrations/preflight', 'body', { text: 'no JSON' }],
    ['POST /dead-letters/redrive', 'queue', { body: { queue: '../results' } }],
    ['POST /dead-letters/redrive', 'messageIds', { body: { queue: 'results', messageIds: [] } }],
    [
      'DELETE /dead-letters/{queue}/{messageId}',
      'queue',
      { params: { queue: 'results-of-others', messageId: 'm-1' } },
    ],
    [
      'DELETE /dead-letters/{queue}/{messageId}',
      'messageId',
      { params: { queue: 'results', messageId: 'a/b' } },
    ],
    ['POST /reconciliation', 'fix', { body: { fix: 'yes' } }],
    ['GET /deletion-receipts', 'limit', { query: { limit: '0' } }],
    [
      'GET /tenant-registrations/{id}/executions/{name}/states/{entry}',
      'entry',
      { params: { id: 'x', name: 'x', entry: '0x1' } },
    ],
    [
      'GET /tenant-registrations/{id}/executions/{name}/definition',
      'name',
      { params: { id: 'x', name: 'a b' } },
    ],
  ] as const)('%s names %s', async (route, field, options) => {
    const answer = await call(route, options as never);

    expect([answer.status, answer.body.message.split(':')[0]]).toEqual([400, field]);
  });

  const good = { tenantName: 'acme', email: 'a@example.com', tier: 'BASIC' };
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { down: nested(levels - 1) });
  const everything = async () =>
    (await plane.registry.documents.send(new ScanCommand({ TableName: plane.registry.tableName }))).Items ??
    [];

  afterEach(async () => {
    // Whatever was refused has left nothing half-made, and told nobody.
    await plane.events.drain();
    expect(plane.events.events).toEqual([]);
    expect(await everything()).toEqual([]);
  });

  describe('bodies', () => {
    it.each([
      ['not JSON', '{"tenantData":', 400, 'body: must be JSON'],
      ['empty', '', 400, 'body: must not be empty'],
      ['blank', ' \n ', 400, 'body: must not be empty'],
      ['missing', undefined, 400, 'body: must not be empty'],
      ['a number', '42', 400, 'body: '],
      ['a list', '[]', 400, 'body: '],
      ['null', 'null', 400, 'body: '],
      ['1 MB', JSON.stringify({ tenantData: { ...good, note: 'x'.repeat(1024 * 1024) } }), 413, 'body: '],
      ['100 KB', JSON.stringify({ tenantData: { ...good, note: 'x'.repeat(100 * 1024) } }), 413, 'body: '],
      [
        'short, but long once written out',
        JSON.stringify({ tenantData: { ...good, note: [] } }).replace(
          '[]',
          `[${Array(15_000).fill('1e15').join()}]`,
        ),
        413,
        'body: ',
      ],
    ])('refuses one that is %s', async (_what, text, status, message) => {
      const answer = await call('POST /tenant-registrations', { text });

      expect(answer.status).toBe(status);
      expect(answer.body.message).toContain(message);
    });

    it('says of a field that no request has that the field is meant, not what it names', async () => {
      const answer = await call('POST /reconciliation', { body: { tenant: 'acme' } });

      expect(answer).toMatchObject({
        status: 400,
        body: { message: 'tenant: is not a field of this request' },
      });
    });

    it('reads one that API Gateway has encoded', async () => {
      const answer = await call('POST /tenant-registrations', { text: '{"tenantData":{}}', base64: true });

      expect(answer.body.message).toMatch(/^tenantData\.tenantName: /);
    });

    it.each([
      ['tenantData', {}],
      ['tenantData', { tenantData: 'acme' }],
      ['tenantData', { tenantData: [good] }],
      ['tenantData.tenantName', { tenantData: { ...good, tenantName: 7 } }],
      ['tenantData.tenantName', { tenantData: { ...good, tenantName: '' } }],
      ['tenantData.tenantName', { tenantData: { ...good, tenantName: 'Acme' } }],
      ['tenantData.tenantName', { tenantData: { ...good, tenantName: 'a'.repeat(33) } }],
      ['tenantData.tenantName', { tenantData: { ...good, tenantName: '-acme' } }],
      ['tenantData.tenantName', { tenantData: { ...good, tenantName: 'ac me' } }],
      ['tenantData.tenantName', { tenantData: { ...good, tenantName: 'acmé' } }],
      ['tenantData.tenantName', { tenantData: { ...good, tenantName: 'acme\n' } }],
      ['tenantData.email', { tenantData: { ...good, email: 'example.com' } }],
      ['tenantData.email', { tenantData: { ...good, email: ['a@example.com'] } }],
      ['tenantData.email', { tenantData: { ...good, email: `${'a'.repeat(250)}@example.com` } }],
      ['tenantData.tier', { tenantData: { ...good, tier: 'gold' } }],
      ['tenantData.tier', { tenantData: { ...good, tier: null } }],
      ['tenantData.tier', { tenantData: { ...good, tier: { toUpperCase: 1 } } }],
      [
        'tenantRegistrationData.registrationStatus',
        { tenantData: good, tenantRegistrationData: { registrationStatus: 1 } },
      ],
      ...['Created', 'Deleting', 'Deleted', 'Failed to provision'].map(
        (registrationStatus): [string, object] => [
          'tenantRegistrationData.registrationStatus',
          { tenantData: good, tenantRegistrationData: { registrationStatus } },
        ],
      ),
      ['tenantRegistrationData', { tenantData: good, tenantRegistrationData: null }],
      ['extra', { tenantData: good, extra: 1 }],
      ['tenantData.deep.constructor', { tenantData: { ...good, deep: { constructor: { prototype: 1 } } } }],
      ['tenantData.list.0.prototype', { tenantData: { ...good, list: [{ prototype: 1 }] } }],
      ['tenantData.big', { tenantData: { ...good, big: 2 ** 53 } }],
      ['tenantData.small', { tenantData: { ...good, small: 1e-200 } }],
      ['tenantData.text', { tenantData: { ...good, text: '\ud800' } }],
      ['tenantData', { tenantData: { ...good, '': 1 } }],
      ['tenantData', { tenantData: { ...good, ['k'.repeat(256)]: 1 } }],
      [
        'tenantData.many',
        {
          tenantData: {
            ...good,
            many: Object.fromEntries(Array.from({ length: 101 }, (_, key) => [`k${key}`, 1])),
          },
        },
      ],
      [`tenantData.deep.${Array(15).fill('down').join('.')}`, { tenantData: { ...good, deep: nested(40) } }],
    ])('names %s', async (field, body) => {
      const answer = await call('POST /tenant-registrations', { body });

      expect(answer.status).toBe(400);
      expect(answer.body.message.startsWith(`${field}: `)).toBe(true);
    });

    it.each([
      ['__proto__', '{"tenantData":{"__proto__":{"admin":true}}}', 'tenantData.__proto__: '],
      ['a number beyond all', '{"tenantData":{"n":1e400}}', 'tenantData.n: '],
    ])('names %s', async (_what, text, message) => {
      const answer = await call('POST /tenant-registrations', { text });

      expect(answer.status).toBe(400);
      expect(answer.body.message).toContain(message);
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    });

    it.each([
      ['userName', { userRole: 'SystemAdmin', email: 'a@example.com' }],
      ['userName', { userName: '../admin', userRole: 'SystemAdmin', email: 'a@example.com' }],
      ['userRole', { userName: 'a', userRole: 'Root', email: 'a@example.com' }],
      ['email', { userName: 'a', userRole: 'SystemAdmin', email: 'a' }],
      ['password', { userName: 'a', userRole: 'SystemAdmin', email: 'a@example.com', password: 'p' }],
    ])('of an operator: names %s', async (field, body) => {
      const answer = await call('POST /users', { body });

      expect(answer.status).toBe(400);
      expect(answer.body.message.startsWith(`${field}: `)).toBe(true);
    });

    it.each([
      ['PATCH /tenant-registrations/{id}', { id: 'x' }, {}],
      ['PUT /users/{userId}', { userId: 'x' }, {}],
    ] as const)('of %s: refuses one that changes nothing', async (route, params, body) => {
      const answer = await call(route, { params, body });

      expect(answer).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('body: must have') },
      });
    });
  });

  describe('lists', () => {
    const lists = [
      ['GET /tenant-registrations', undefined],
      ['GET /tenants', undefined],
      ['GET /users', undefined],
      ['GET /tenant-registrations/{id}/executions', { id: 'x' }],
    ] as const;

    it.each(
      lists.flatMap(([route, params]) =>
        ['0', '-1', '1000000000', '1e1', '1.5', '', ' 5', 'ten', '1,2', '101', '0x10'].map(
          (limit) => [route, limit, params] as const,
        ),
      ),
    )('%s refuses the limit "%s"', async (route, limit, params) => {
      const answer = await call(route, { params, query: { limit } });

      expect(answer.status).toBe(400);
      expect(answer.body.message.startsWith('limit: ')).toBe(true);
    });

    it('GET /users refuses more than 60', async () => {
      expect((await call('GET /users', { query: { limit: '61' } })).status).toBe(400);
    });

    it.each([
      ['GET /tenant-registrations', 'tenant-registrations'],
      ['GET /tenants', 'tenants'],
    ] as const)(
      '%s refuses a token with a true checksum and a place that no list gives',
      async (route, list) => {
        for (const place of ['#', 'x', `2026-03-01T10:00:00.000Z#${'x'.repeat(2_000)}`]) {
          const answer = await call(route, { query: { next_token: nextToken(list, place) ?? '' } });

          expect(answer.status).toBe(400);
          expect(answer.body.message.startsWith('next_token: ')).toBe(true);
        }
      },
    );

    it.each(
      lists.flatMap(([route, params]) =>
        ['made-up', '', '.', 'e30', 'eyJwayI6IngifQ', 'a.b', 'a.b.c', 'x'.repeat(10_000)].map(
          (token) => [route, token.slice(0, 20), token, params] as const,
        ),
      ),
    )('%s refuses the token "%s"', async (route, _shown, token, params) => {
      const answer = await call(route, { params, query: { next_token: token } });

      expect(answer.status).toBe(400);
      expect(answer.body.message.startsWith('next_token: ')).toBe(true);
    });
  });

  describe('path ids', () => {
    const routes = [
      ['GET /tenant-registrations/{id}', 'id'],
      ['PATCH /tenant-registrations/{id}', 'id'],
      ['DELETE /tenant-registrations/{id}', 'id'],
      ['GET /tenant-registrations/{id}/executions', 'id'],
      ['GET /tenants/{id}', 'id'],
      ['GET /users/{userId}', 'userId'],
      ['DELETE /users/{userId}', 'userId'],
      ['GET /tenant-config/{tenantName}', 'tenantName'],
    ] as const;

    it.each(
      routes.flatMap(([route, name]) =>
        ['a/b', '..', '../etc', '%00', '\u0000', 'a b', '', 'x'.repeat(200), 'a%2Fb', '{id}', 'a#b'].map(
          (id) => [route, id.slice(0, 20), id, name] as const,
        ),
      ),
    )('%s refuses "%s"', async (route, _shown, id, name) => {
      const answer = await call(route, { params: { [name]: id }, body: { tenantData: {} } });

      expect(answer.status).toBe(400);
      expect(answer.body.message.startsWith(`${name}: `)).toBe(true);
    });

    it.each(['a/b', '..', '%00', 'x'.repeat(81)])(
      'refuses "%s" as the name of an execution',
      async (name) => {
        const answer = await call('GET /tenant-registrations/{id}/executions/{name}', {
          params: { id: 'x', name },
        });

        expect(answer).toMatchObject({ status: 400, body: { message: expect.stringMatching(/^name: /) } });
      },
    );
  });

  it.each([
    ['none', {}],
    ['both', { tenantName: 'acme', tenantId: 'x' }],
    ['a capital', { tenantName: 'Acme' }],
    ['a path', { tenantId: '../x' }],
  ])('tenant-config refuses a query with %s', async (_what, query) => {
    const answer = await call('GET /tenant-config', { query });

    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(/^tenant(Name|Id): /);
  });

  it('answers 404 to a route that is not its own', async () => {
    const { handler } = await import('../../../lambdas/admin-api/tenants/handler');
    const { buildApiEvent } = await import('../../builders/admin-api');

    const answer = await handler(buildApiEvent('GET /constructor'), {} as never);

    expect(answer.statusCode).toBe(404);
  });
});
