import type { Control } from '../control';

const SHARED = 'cdk/constructs/tenant-pool.ts';
const CHOICES = 'cdk/constructs/user-pool-choices.ts';
const OWN = 'lambdas/onboarding/create-identity/user-pool.ts';
const POOLS = ['test/cdk/rules/data.test.ts'];
const CREATE_IDENTITY = ['test/lambdas/onboarding/create-identity.test.ts'];
const SIGN_IN = ['test/cdk/rules/sign-in.test.ts', ...POOLS];

/** What user pools refuse: the stacks' own, and those that the workflow makes. */
export const SIGN_IN_CONTROLS: Control[] = [
  {
    what: 'A Basic user cannot write which tenant it belongs to',
    file: SHARED,
    remove: '      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),\n',
    tests: POOLS,
  },
  {
    what: "A user of a tenant's own pool cannot write which tenant it belongs to",
    file: OWN,
    remove: "      WriteAttributes: ['email'],\n",
    tests: CREATE_IDENTITY,
  },
  {
    what: 'Nobody signs up to the pool of Basic tenants',
    file: SHARED,
    remove: 'selfSignUpEnabled: false',
    instead: 'selfSignUpEnabled: true',
    tests: POOLS,
  },
  {
    what: 'Nobody signs up as an operator',
    file: 'cdk/constructs/operator-pool.ts',
    remove: 'selfSignUpEnabled: false',
    instead: 'selfSignUpEnabled: true',
    tests: POOLS,
  },
  {
    what: "Nobody signs up to a tenant's own pool",
    file: OWN,
    remove: 'AllowAdminCreateUserOnly: true',
    instead: 'AllowAdminCreateUserOnly: false',
    tests: CREATE_IDENTITY,
  },
  {
    what: 'A sign-in at a pool of the stacks does not tell who exists',
    file: CHOICES,
    remove: 'preventUserExistenceErrors: true',
    instead: 'preventUserExistenceErrors: false',
    tests: SIGN_IN,
  },
  {
    what: "A sign-in at a tenant's own pool does not tell who exists",
    file: OWN,
    remove: "PreventUserExistenceErrors: 'ENABLED'",
    instead: "PreventUserExistenceErrors: 'LEGACY'",
    tests: CREATE_IDENTITY,
  },
  {
    what: 'Passwords in pools of the stacks are as long as is configured',
    file: CHOICES,
    remove: 'minLength: passwordLength',
    instead: 'minLength: 6',
    tests: SIGN_IN,
  },
  {
    what: 'Passwords in pools of the stacks have a symbol',
    file: CHOICES,
    remove: 'requireSymbols: true',
    instead: 'requireSymbols: false',
    tests: SIGN_IN,
  },
  {
    what: "Passwords in a tenant's own pool are as long as is configured",
    file: OWN,
    remove: 'MinimumLength: passwordLength',
    instead: 'MinimumLength: 6',
    tests: CREATE_IDENTITY,
  },
  {
    what: "Passwords in a tenant's own pool have a symbol",
    file: OWN,
    remove: 'RequireSymbols: true',
    instead: 'RequireSymbols: false',
    tests: CREATE_IDENTITY,
  },
];
