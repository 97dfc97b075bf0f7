import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { FastifyInstance } from 'fastify';
import { AdministratorsLease } from '../../../app-services/users/administrators-lease';
import { buildUsers } from '../../../app-services/users/app';
import { UserPool } from '../../../app-services/users/user-pool';
import { buildCognitoPool } from '../../builders/cognito-pool';
import { useLocalAws } from '../../builders/local-aws';
import { as, buildServiceDeps } from '../../builders/service-deps';
import { createSignOutsTable } from '../../builders/sign-outs-table';

/** Two tasks of the users service, one Cognito pool and a real table: who administers a tenant is changed in turns. */
const aws = useLocalAws(15140);
const admin = as('admin-1');
let dynamodb: DynamoDBClient;
let table: string;
let tables = 0;
let pool: ReturnType<typeof buildCognitoPool>;
let tasks: FastifyInstance[];
let now = 1_800_000_000_000;

const lease = (pause?: () => Promise<void>) =>
  new AdministratorsLease(
    () => dynamodb,
    table,
    () => now,
    pause,
  );
const task = (of = new UserPool(pool.client, 'pool-1'), pause?: () => Promise<void>) => {
  const app = buildUsers({
    ...buildServiceDeps().deps,
    pool: of,
    signOuts: { record: async () => {} },
    lease: lease(pause),
  });
  tasks.push(app);
  return app;
};
const remove = (app: FastifyInstance, name: string) =>
  app.inject({ method: 'DELETE', url: `/users/${name}@example.com`, headers: admin });
const setRole = (app: FastifyInstance, name: string, userRole: string) =>
  app.inject({ method: 'PUT', url: `/users/${name}@example.com`, payload: { userRole }, headers: admin });
const admins = () =>
  [...pool.users.values()].filter(({ Attributes }) =>
    ['tenant-1', 'TenantAdmin'].every((value) => Attributes.some(({ Value }) => Value === value)),
  );
const addAdmin = (name: string) => pool.add(`${name}@example.com`, 'tenant-1', 'TenantAdmin');

beforeAll(() => {
  dynamodb = new DynamoDBClient(aws.config);
});
beforeEach(async () => {
  table = `sign-outs-${++tables}`;
  await createSignOutsTable(dynamodb, table);
  tasks = [];
  pool = buildCognitoPool();
  addAdmin('ann');
});
afterEach(async () => {
  pool.mock.restore();
  await Promise.all(tasks.map((each) => each.close()));
});
afterAll(() => dynamodb.destroy());

describe('of two TenantAdmins', () => {
  it('exactly one stays when two tasks remove them at the same time', async () => {
    addAdmin('zoe');
    const answers = await Promise.all([remove(task(), 'zoe'), remove(task(), 'ann')]);

    expect(admins()).toHaveLength(1);
    // Who was removed may do nothing more, and the last one may not go.
    expect(answers.filter(({ statusCode }) => statusCode === 204)).toHaveLength(1);
  });

  it('exactly one stays when eight tasks demote them at the same time', async () => {
    addAdmin('zoe');
    const names = ['zoe', 'ann', 'ann', 'zoe', 'ann', 'zoe', 'zoe', 'ann'];
    await Promise.all(names.map((name) => setRole(task(), name, 'TenantUser')));

    expect(admins()).toHaveLength(1);
  });

  it('the one that another task has just demoted does not count, though the list still shows it', async () => {
    addAdmin('zoe');
    const before = [...pool.users.values()].map((user) => ({ ...user, Attributes: [...user.Attributes] }));
    pool.mock.on(ListUsersCommand).resolves({ Users: before });
    expect((await setRole(task(), 'zoe', 'TenantUser')).statusCode).toBe(200);

    const answer = await remove(task(), 'ann');

    expect([answer.statusCode, answer.json().message]).toEqual([
      409,
      expect.stringMatching(/^the last TenantAdmin/),
    ]);
  });

  it('one that was demoted and made TenantAdmin again counts at once', async () => {
    addAdmin('zoe');
    await setRole(task(), 'zoe', 'TenantUser');
    await setRole(task(), 'zoe', 'TenantAdmin');

    expect((await remove(task(), 'ann')).statusCode).toBe(204);
  });
});

describe('the lease', () => {
  it('is waited for, and given up with 503 when another request does not end; nothing is changed then', async () => {
    addAdmin('zoe');
    void lease().hold('tenant-1', () => new Promise(() => {}));
    await held();
    const waiting = task(undefined, async () => {
      now += 1_000;
    });

    const answer = await remove(waiting, 'zoe');

    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
    expect(admins()).toHaveLength(2);
  });

  it('of a task that died runs out', async () => {
    addAdmin('zoe');
    void lease().hold('tenant-1', () => new Promise(() => {}));
    await held();
    now += 10_001;

    expect((await remove(task(), 'zoe')).statusCode).toBe(204);
  });

  it('that was lost lets nothing be written', async () => {
    addAdmin('zoe');
    const slow = new UserPool(pool.client, 'pool-1');
    const real = slow.hasAdmin.bind(slow);
    slow.hasAdmin = async (...asked) => {
      const answer = await real(...asked);
      now += 10_001;
      await remove(task(), 'zoe');
      return answer;
    };

    // Ann leaves herself, which needs the search; before it has ended her task lost the lease, and Zoe has gone.
    expect((await remove(task(slow), 'ann')).statusCode).toBe(503);
    expect(admins()).toHaveLength(1);
  });

  it('is one a tenant', async () => {
    void lease().hold('tenant-2', () => new Promise(() => {}));
    addAdmin('zoe');

    expect((await remove(task(), 'zoe')).statusCode).toBe(204);
  });

  it('is given back after a refusal as after a change', async () => {
    expect((await remove(task(), 'ann')).statusCode).toBe(409);

    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: table, Key: KEY, ConsistentRead: true }),
    );
    expect(Item).toBeDefined();
    expect(Item).not.toHaveProperty('holder');
  });
});

const KEY = { tenantId: { S: 'tenant-1' }, userId: { S: 'administrators' } };

/** Until a lease that nobody gives back is held. */
async function held(): Promise<void> {
  for (;;) {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: table, Key: KEY, ConsistentRead: true }),
    );
    if (Item?.holder) return;
  }
}
