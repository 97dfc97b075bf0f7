import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import document from '../../../lambdas/shared/contracts/admin-api.openapi.json';
import {
  ADMIN_API_ROUTES,
  type AdminApiFunction,
  type AdminApiRoute,
} from '../../../lambdas/shared/contracts/admin-api-routes';
import { authorizeOperator } from '../../../lambdas/shared/http/operator';
import { operatorDirectory } from '../../../lambdas/shared/http/operator-directory';
import { buildApiEvent, caller } from '../../builders/admin-api';
import { useControlPlane } from '../../builders/control-plane';
import { claimsOf, type OperatorName, operatorIds } from '../../builders/operators';

/** Who may call each route. A new route does not compile without its line. */
const TABLE: Record<AdminApiRoute, 'public' | 'read' | 'write'> = {
  'POST /tenant-registrations': 'write',
  'GET /tenant-registrations': 'read',
  'GET /tenant-registrations/{id}': 'read',
  'PATCH /tenant-registrations/{id}': 'write',
  'DELETE /tenant-registrations/{id}': 'write',
  'GET /tenant-registrations/{id}/executions': 'read',
  'GET /tenant-registrations/{id}/executions/{name}': 'read',
  'POST /tenant-registrations/{id}/replay': 'write',
  'POST /tenant-registrations/{id}/cancel-offboarding': 'write',
  'POST /tenant-registrations/{id}/deactivate': 'write',
  'POST /tenant-registrations/{id}/activate': 'write',
  'POST /tenant-registrations/{id}/export': 'write',
  // Links to all that a tenant has: not for support.
  'GET /tenant-registrations/{id}/exports/{name}': 'write',
  'GET /tenant-registrations/{id}/executions/{name}/definition': 'read',
  'GET /tenant-registrations/{id}/executions/{name}/states/{entry}': 'read',
  'GET /tenant-registrations/{id}/footprint': 'read',
  'GET /tenant-registrations/{id}/users': 'read',
  'GET /tenant-registrations/{id}/usage': 'read',
  'POST /tenant-registrations/{id}/usage/extension': 'write',
  // Changes nothing.
  'POST /tenant-registrations/preflight': 'read',
  'GET /overview': 'read',
  'GET /deletion-receipts': 'read',
  'GET /dead-letters': 'read',
  'POST /dead-letters/redrive': 'write',
  'DELETE /dead-letters/{queue}/{messageId}': 'write',
  'GET /reconciliation': 'read',
  'POST /reconciliation': 'write',
  'GET /me': 'read',
  'GET /tenants': 'read',
  'GET /tenants/{id}': 'read',
  'POST /users': 'write',
  'GET /users': 'read',
  'GET /users/{userId}': 'read',
  'PUT /users/{userId}': 'write',
  'DELETE /users/{userId}': 'write',
  'GET /tenant-config': 'public',
  'GET /tenant-config/{tenantName}': 'public',
};
const ALLOWED: Record<'public' | 'read' | 'write', OperatorName[]> = {
  public: ['admin', 'support', 'both', 'stranger', 'nobody'],
  read: ['admin', 'support', 'both'],
  write: ['admin', 'both'],
};

const PORT = 15046;

describe('operators on the admin API', () => {
  const plane = useControlPlane(PORT, {
    EXPORT_STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:none',
    EXPORT_BUCKET_NAME: 'none',
    USER_POOL_ID: 'us-east-1_none',
  });
  const handlers = new Map<string, ReturnType<typeof caller>>();
  beforeAll(async () => {
    for (const [name, routes] of Object.entries(ADMIN_API_ROUTES) as [
      AdminApiFunction,
      readonly AdminApiRoute[],
    ][]) {
      const { handler } = await import(`../../../lambdas/admin-api/${name}/handler`);
      for (const route of routes) handlers.set(route, caller(handler));
    }
  });
  /** A call that gets no further than what it names: nobody has that id, and no body is right. */
  const call = (route: AdminApiRoute, claims: Record<string, unknown> | null) =>
    handlers.get(route)?.(route, {
      params: { id: 'nobody', name: 'no-execution', userId: 'no-one', tenantName: 'none', entry: '1' },
      body: {},
      claims,
    });

  it('have a role for every route of the OpenAPI document', () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(Object.keys(TABLE).sort()).toEqual(documented.sort());
  });

  describe.each(Object.entries(TABLE) as [AdminApiRoute, keyof typeof ALLOWED][])(
    '%s (%s)',
    (route, access) => {
      it.each(ALLOWED.public)('%s', async (name) => {
        const answer = await call(route, claimsOf(name));

        expect(answer?.status === 403).toBe(!ALLOWED[access].includes(name));
        expect(answer?.status).not.toBe(401);
      });

      it('without a token, and with one of an operator that there is not', async () => {
        const answers = [await call(route, null), await call(route, { username: 'gone', sub: 'of-old' })];

        expect(answers.map((answer) => answer?.status === 401)).toEqual(Array(2).fill(access !== 'public'));
      });
    },
  );

  it('have the role that the pool says, not the one of the token', async () => {
    const raised = await call('DELETE /tenant-registrations/{id}', claimsOf('support', ['SystemAdmin']));
    const stale = await call('GET /tenants', claimsOf('nobody', ['SystemAdmin', 'CustomerSupport']));

    expect([raised?.status, stale?.status]).toEqual([403, 403]);
  });

  describe('who was one when the token was issued', () => {
    let cognito: CognitoIdentityProviderClient;
    let now: number;
    let find: ReturnType<typeof operatorDirectory>;
    let user: { UserPoolId: string; Username: string };
    let sub: string;
    let names = 0;
    beforeEach(async () => {
      cognito = new CognitoIdentityProviderClient(plane.aws.config);
      now = Date.now();
      user = { UserPoolId: process.env.OPERATOR_POOL_ID ?? '', Username: `operator-${++names}` };
      find = operatorDirectory(user.UserPoolId, cognito, () => now);
      sub = await create();
    });
    afterEach(() => cognito.destroy());
    const create = async () => {
      const { User } = await cognito.send(new AdminCreateUserCommand(user));
      await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'SystemAdmin' }));
      return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
    };
    const outcome = () =>
      authorizeOperator(
        buildApiEvent('DELETE /users/{userId}', {
          claims: { username: user.Username, sub, 'cognito:groups': '[SystemAdmin]' },
        }),
        'write',
        find,
      ).then(
        () => 'admitted',
        (error: Error) => error.name,
      );

    it.each([
      ['removed', 'UnauthenticatedError', () => cognito.send(new AdminDeleteUserCommand(user))],
      ['disabled', 'UnauthenticatedError', () => cognito.send(new AdminDisableUserCommand(user))],
      [
        'demoted',
        'ForbiddenError',
        () => cognito.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName: 'SystemAdmin' })),
      ],
      [
        'removed, and the name given to somebody else',
        'UnauthenticatedError',
        async () => {
          await cognito.send(new AdminDeleteUserCommand(user));
          await create();
        },
      ],
    ])('and is %s since has no access within a minute', async (_what, refusal, change) => {
      expect(await outcome()).toBe('admitted');
      await change();

      now += 59_000;

      expect(await outcome()).toBe(refusal);
    });

    it('is asked for once in half a minute', async () => {
      const mocked = mockClient(CognitoIdentityProviderClient);
      mocked.resolves({ Enabled: true, UserAttributes: [{ Name: 'sub', Value: sub }] });
      for (const step of [0, 29_999, 1]) {
        now += step;
        await outcome();
      }
      const calls = mocked.calls().length;
      mocked.restore();

      expect(calls).toBe(4);
    });

    it.each(['TooManyRequestsException', 'InternalErrorException'])(
      'is not let in on %s of Cognito, and is again when it is over',
      async (name) => {
        const mocked = mockClient(CognitoIdentityProviderClient);
        mocked.rejects(Object.assign(new Error('away'), { name }));
        const away = await outcome();
        mocked.restore();

        expect([away, await outcome()]).toEqual([name, 'admitted']);
      },
    );
  });

  it('are known by id as well as by name', async () => {
    const claims = { ...claimsOf('admin'), sub: operatorIds.get('jane') };

    expect((await call('GET /tenants', claims))?.status).toBe(401);
  });
});
