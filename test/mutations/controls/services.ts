import type { Control } from '../control';

const VERIFIER = 'app-services/shared/auth/token-verifier.ts';
const KEY_SETS = 'app-services/shared/auth/key-set-cache.ts';
const TOKENS = ['test/app-services/shared/auth/token-verifier.test.ts'];
const SERVICE = ['test/app-services/shared/service.test.ts', 'test/app-services/products/app.test.ts'];
const usersTest = (subject: string) => [`test/app-services/users/${subject}.test.ts`];

/** What the services refuse by themselves, whatever the gateway has let through. */
export const SERVICES: Control[] = [
  {
    what: 'A service takes tokens of RS256 only',
    file: VERIFIER,
    remove: "if (header.alg !== 'RS256') throw new Unauthenticated('token: algorithm must be RS256');",
    tests: TOKENS,
  },
  {
    what: 'A service takes no access token for an ID token',
    file: VERIFIER,
    remove: "if (payload.token_use !== 'id') throw new Unauthenticated('token: must be an ID token');",
    tests: TOKENS,
  },
  {
    what: 'A service takes no token without an expiry',
    file: VERIFIER,
    remove: "if (typeof payload.exp !== 'number') throw new Unauthenticated('token: no expiry');",
    tests: TOKENS,
  },
  {
    what: 'A service takes no token of another client of its pool',
    file: VERIFIER,
    remove: 'audience: config.appClientId',
    instead: 'audience: null',
    tests: TOKENS,
  },
  {
    what: 'A service takes no token of another issuer than its pool',
    file: VERIFIER,
    remove: '        issuer,\n',
    instead: '        issuer: null,\n',
    tests: TOKENS,
  },
  {
    what: 'A service fetches a key set of five minutes anew, so that a withdrawn key admits nobody',
    file: KEY_SETS,
    remove: 'if (age >= FRESH_MS && ',
    instead: 'if (!usable && ',
    tests: TOKENS,
  },
  {
    what: 'A service admits nobody by a key set that is old and cannot be renewed',
    file: KEY_SETS,
    remove: 'if (!usable) throw error;',
    tests: TOKENS,
  },
  {
    what: "A silo's service refuses every other tenant's token",
    file: VERIFIER,
    remove: 'this.#onlyTenantId !== undefined && caller.tenantId !== this.#onlyTenantId',
    instead: 'false',
    tests: TOKENS,
  },
  {
    what: 'A remembered token is refused once it has expired',
    file: VERIFIER,
    remove: 'if (remembered && remembered.untilMs > this.#now()) return',
    instead: 'if (remembered) return',
    tests: TOKENS,
  },
  {
    what: 'Of two Authorization headers none counts in a service',
    file: 'app-services/shared/auth/authenticate.ts',
    remove: `  if (names.filter((name) => name.toLowerCase() === 'authorization').length > 1)
    throw new Unauthenticated('Authorization: one header only');
`,
    tests: ['test/app-services/shared/auth/authenticate.test.ts'],
  },
  {
    what: 'Every route of a service asks for a token',
    file: 'app-services/shared/service.ts',
    remove: "    api.addHook('onRequest', authenticate(deps.verifier));\n",
    tests: SERVICE,
  },
  {
    what: 'A service reads no body of more than 256 KB',
    file: 'app-services/shared/service.ts',
    remove: '    bodyLimit: 256 * 1024,\n',
    tests: SERVICE,
  },
  {
    what: 'A request that does not end is given up',
    file: 'app-services/shared/http/health.ts',
    remove: '  requestTimeout: 30_000,\n',
    tests: ['test/app-services/shared/http/tenant-turns.test.ts'],
  },
  {
    what: 'One tenant cannot fill a pooled task with requests',
    file: 'app-services/shared/http/tenant-turns.ts',
    remove:
      "  if (count >= limit) return done(new TooManyRequests('too many requests of the tenant are under way'));\n",
    tests: ['test/app-services/shared/http/tenant-turns.test.ts'],
  },
  {
    what: 'A list goes on for the tenant alone to whom it gave the token',
    file: 'app-services/shared/http/paging.ts',
    remove: 'JSON.stringify([this.list, tenantId, payload])',
    instead: 'JSON.stringify([this.list, payload])',
    tests: ['test/app-services/shared/http/paging.test.ts'],
  },
  {
    what: "Pooled data is asked for with the session of the token's tenant",
    file: 'app-services/shared/data/assume-tenant-role.ts',
    remove: "Tags: [{ Key: 'tenant', Value: tenantId }],",
    instead: "Tags: [{ Key: 'tenant', Value: '*' }],",
    tests: ['test/app-services/shared/data/assume-tenant-role.test.ts'],
  },
  {
    what: "A session of one tenant is never another's",
    file: 'app-services/shared/data/tenant-credentials.ts',
    remove: 'this.#held.set(tenantId, credentials);',
    instead: "this.#held.set('any', credentials);",
    tests: ['test/app-services/shared/data/tenant-credentials.test.ts'],
  },
  {
    what: 'A TenantUser manages nobody',
    file: 'app-services/shared/auth/authenticate.ts',
    remove:
      "  if (request.caller.role !== 'TenantAdmin') throw new Forbidden('only a TenantAdmin may do this');\n",
    tests: usersTest('authority'),
  },
  {
    what: 'A TenantAdmin who was demoted manages nobody, though the token still says so',
    file: 'app-services/users/app.ts',
    remove: "    api.addHook('onRequest', async (request) => administration.requireAdmin(request.caller));\n",
    tests: usersTest('authority'),
  },
  {
    what: 'A TenantAdmin finds no user of another tenant by name',
    file: 'app-services/users/user-pool.ts',
    remove:
      "    if (attribute(found.UserAttributes, 'custom:tenantId') !== tenantId) throw new NotFound('user not found');\n",
    tests: usersTest('change'),
  },
  {
    what: 'A TenantAdmin lists no user of another tenant',
    file: 'app-services/users/user-pool.ts',
    remove: "attribute(Attributes, 'custom:tenantId') === tenantId",
    instead: 'Attributes !== undefined && tenantId !== undefined',
    tests: usersTest('list'),
  },
  {
    what: 'Who is invited belongs to the tenant of who invites',
    file: 'app-services/users/user-pool.ts',
    remove: "'custom:tenantId': caller.tenantId,",
    instead: "'custom:tenantId': 'another',",
    tests: usersTest('invite'),
  },
  {
    what: 'The last TenantAdmin stays',
    file: 'app-services/users/administer.ts',
    remove: '    await this.#requireOtherAdmin(turn, caller, target);\n',
    tests: usersTest('last-administrator'),
  },
  {
    what: 'Who loses the role or the account is signed out',
    file: 'app-services/users/administer.ts',
    remove: `    await this.signOuts.record(caller.tenantId, target.userId);
    await turn.leaves(target.userId);`,
    instead: '    await turn.leaves(target.userId);',
    tests: usersTest('sign-out'),
  },
];
