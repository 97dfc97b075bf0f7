import type { FastifyInstance } from 'fastify';
import { buildUsers } from '../../app-services/users/app';
import { UserPool } from '../../app-services/users/user-pool';
import { buildLease } from './administrators-lease';
import { buildCognitoPool } from './cognito-pool';
import { as, type BuiltServiceDeps, buildServiceDeps } from './service-deps';

const ADMIN = as('admin-1');
const pathOf = (name: string) => `/users/${encodeURIComponent(name)}`;

/** The users service before a pool of its own for each test, and calls of it, by a TenantAdmin unless told otherwise. */
export function useUsersService() {
  let app: FastifyInstance;
  let built: BuiltServiceDeps;
  let pool: ReturnType<typeof buildCognitoPool>;
  let signedOut: string[];
  const signOuts = {
    record: async (tenantId: string, userId: string) => void signedOut.push(`${tenantId}/${userId}`),
  };

  beforeEach(() => {
    signedOut = [];
    built = buildServiceDeps();
    pool = buildCognitoPool();
    // The callers of buildServiceDeps, as they are in the shared pool.
    pool.add('ann@example.com', 'tenant-1', 'TenantAdmin');
    pool.add('bea@example.com', 'tenant-2', 'TenantAdmin');
    app = buildUsers({
      ...built.deps,
      pool: new UserPool(pool.client, 'pool-1'),
      signOuts,
      lease: buildLease(),
    });
  });
  afterEach(async () => {
    pool.mock.restore();
    await app.close();
  });

  return {
    get pool() {
      return pool;
    },
    /** `tenant/user id` of every sign-out that was written. */
    get signedOut() {
      return signedOut;
    },
    signOuts,
    lines: () => built.lines(),
    post: (payload: object) => app.inject({ method: 'POST', url: '/users', payload, headers: ADMIN }),
    get: (url: string) => app.inject({ url, headers: ADMIN }),
    put: (name: string, payload: object) =>
      app.inject({ method: 'PUT', url: pathOf(name), payload, headers: ADMIN }),
    remove: (name: string) => app.inject({ method: 'DELETE', url: pathOf(name), headers: ADMIN }),
    signOut: (name: string, token = 'admin-1', payload: object = { action: 'sign-out' }) =>
      app.inject({ method: 'POST', url: pathOf(name), payload, headers: as(token) }),
    /** Any request, by whoever has the token. */
    request: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, token: string) =>
      app.inject({ method, url, headers: as(token) }),
  };
}

export const uwe = { userName: 'Uwe', userEmail: 'uwe@example.com', userRole: 'TenantUser' };
