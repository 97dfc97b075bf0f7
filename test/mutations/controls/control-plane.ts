import type { Control } from '../control';

const OPERATORS = ['test/lambdas/admin-api/operator-access.test.ts'];
const USERS = ['test/lambdas/admin-api/users.test.ts'];

/** What the control plane and its workflows refuse. */
export const CONTROL_PLANE: Control[] = [
  {
    what: 'CustomerSupport changes nothing',
    file: 'lambdas/shared/http/operator.ts',
    remove: "access === 'read' && roles.length > 0",
    instead: 'roles.length > 0',
    tests: OPERATORS,
  },
  {
    what: 'A signed-in user without a role reads nothing',
    file: 'lambdas/shared/http/operator.ts',
    remove: "access === 'read' && roles.length > 0",
    instead: "access === 'read'",
    tests: OPERATORS,
  },
  {
    what: 'A disabled operator is refused',
    file: 'lambdas/shared/http/operator.ts',
    remove: '!known?.enabled || ',
    instead: '!known || ',
    tests: OPERATORS,
  },
  {
    what: "An operator's name that was given anew does not bring the old one's rights",
    file: 'lambdas/shared/http/operator.ts',
    remove: ' || known.sub !== claims.sub',
    tests: OPERATORS,
  },
  {
    what: 'An operator who is removed or demoted loses access within a minute',
    file: 'lambdas/shared/http/operator-directory.ts',
    remove: 'if (former && now() - former.atMs < REMEMBERED_MS) return',
    instead: 'if (former) return',
    tests: OPERATORS,
  },
  {
    what: 'The last SystemAdmin stays',
    file: 'lambdas/admin-api/users/safeguards.ts',
    remove: '  if (others.length === 0) {',
    instead: '  if (others.length < 0) {',
    tests: USERS,
  },
  {
    what: 'Nobody gives up the own role, nor disables oneself',
    file: 'lambdas/admin-api/users/safeguards.ts',
    remove: '  if (userName.toLowerCase() !== operator.userName.toLowerCase()) return;\n',
    instead: '  if (userName !== `${operator.userName}!`) return;\n',
    tests: USERS,
  },
  {
    what: "A tenant's users are listed, exported and deleted without those of another",
    file: 'lambdas/shared/footprint/tenant-users.ts',
    remove: "  attributeOf(attributes, 'custom:tenantId') === tenantId;",
    instead: "  attributes !== undefined || tenantId === '';",
    tests: [
      'test/lambdas/admin-api/tenant-users.test.ts',
      'test/lambdas/export/export-data.test.ts',
      'test/lambdas/offboarding/remove-identity.test.ts',
    ],
  },
  {
    what: 'A new tenant whose credentials reach what is not its own is not admitted',
    file: 'lambdas/onboarding/verify-isolation/verify-isolation.ts',
    remove: '  if (breaches.length > 0) throw new IsolationBreachError(breaches);\n',
    tests: ['test/lambdas/onboarding/verify-isolation.test.ts'],
  },
  {
    what: 'The key of a tenant that leaves is disabled, so that no cached decision admits it',
    file: 'lambdas/offboarding/revoke-access/revoke-access.ts',
    remove: 'setApiKeyEnabled(apiGateway, id, false)',
    instead: 'setApiKeyEnabled(apiGateway, id, true)',
    tests: ['test/lambdas/offboarding/revoke-access.test.ts'],
  },
  {
    what: "A step works only while its execution has the tenant's lock",
    file: 'lambdas/shared/middleware/step.ts',
    remove: '    await requireLock(registry, tenant.tenantId, executionArn);\n',
    tests: ['test/lambdas/shared/middleware/step.test.ts'],
  },
  {
    what: 'Two operations never run at once on one tenant',
    file: 'lambdas/shared/registry/lock.ts',
    remove: '  if (await isRunning(holder.executionArn)) {\n    throw',
    instead: '  if (holder.executionArn === undefined) {\n    throw',
    tests: ['test/lambdas/shared/registry/lock.test.ts'],
  },
  {
    what: "No client writes attributes that are the registry's own",
    file: 'lambdas/shared/contracts/reserved-keys.ts',
    remove:
      "    context.addIssue({ code: 'custom', path: [key], message: 'is reserved: choose another name' });\n",
    tests: [
      'test/lambdas/admin-api/bad-input.test.ts',
      'test/lambdas/admin-api/tenant-registrations/create.test.ts',
    ],
  },
];
