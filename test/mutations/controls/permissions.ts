import type { Control } from '../control';

const ROLES = 'cdk/constructs/task-roles.ts';
const STEPS = 'cdk/constructs/onboarding-permissions.ts';
const TAGS = 'cdk/constructs/footprint-arns.ts';
const TASK_ROLES = ['test/cdk/constructs/task-roles.test.ts', 'test/cdk/rules/permissions.test.ts'];
const GRANTS = ['test/cdk/rules/permissions.test.ts', 'test/cdk/policies/two-evaluators.test.ts'];

/** What IAM refuses, whatever the code asks for. */
export const PERMISSIONS: Control[] = [
  {
    what: "A tenant's session reaches items of its own leading key",
    file: ROLES,
    remove: "  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`\\${aws:PrincipalTag/${tag}}`] },\n",
    tests: TASK_ROLES,
  },
  {
    what: "A call without a leading key is not a tenant's own",
    file: ROLES,
    remove: "  Null: { 'dynamodb:LeadingKeys': 'false' },\n",
    tests: TASK_ROLES,
  },
  {
    what: 'A session has the one tag `tenant`',
    file: TAGS,
    remove: "  'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },\n",
    tests: TASK_ROLES,
  },
  {
    what: 'A session has a tenant, and an empty tag is none',
    file: TAGS,
    remove: "  StringLike: { 'aws:RequestTag/tenant': '?*' },\n",
    tests: TASK_ROLES,
  },
  {
    what: "An Advanced tenant's task can have a session of its own tenant alone",
    file: ROLES,
    remove: '{ ...ONE_TENANT_TAG, ...FOR_OWN_TENANT }',
    instead: 'ONE_TENANT_TAG',
    tests: TASK_ROLES,
  },
  {
    what: "The boundary lets a silo's role reach its own tenant's tables and pool alone",
    file: ROLES,
    remove: "  StringEquals: { 'aws:ResourceTag/tenantId': '${aws:PrincipalTag/tenantId}' },\n",
    tests: TASK_ROLES,
  },
  {
    what: "The pool's tasks write no sign-out of a silo tenant",
    file: ROLES,
    remove: 'this.tenantSignOutsRole(signOuts.pooled)',
    instead: 'this.tenantSignOutsRole(signOuts.silo)',
    tests: ['test/cdk/policies/two-evaluators.test.ts'],
  },
  {
    what: "The pool's tasks reach no silo tenant's tables",
    file: ROLES,
    remove: 'resources: [userPool.userPoolArn] },',
    instead:
      "resources: [userPool.userPoolArn] },\n      { actions: ITEM_ACTIONS, resources: ['arn:aws:dynamodb:*:*:table/tenant-*'], because: 'none' },",
    tests: ['test/cdk/policies/two-evaluators.test.ts'],
  },
  {
    what: 'A step makes no role without the boundary',
    file: STEPS,
    remove: "{ ...TAGGED, StringEquals: { 'iam:PermissionsBoundary': given.boundaryArn } }",
    instead: 'TAGGED',
    tests: GRANTS,
  },
  {
    what: 'A step writes no policy of a role without the boundary',
    file: STEPS,
    remove: `        resources: [tenantRoles],
        conditions: { StringEquals: { 'iam:PermissionsBoundary': given.boundaryArn } },`,
    instead: '        resources: [tenantRoles],',
    tests: GRANTS,
  },
  {
    what: 'The role that a step makes carries the boundary',
    file: 'lambdas/onboarding/deploy-service/task-role.ts',
    remove: '          PermissionsBoundary: surroundings.taskBoundaryArn,\n',
    tests: ['test/lambdas/onboarding/deploy-service.test.ts'],
  },
  {
    what: "No step gives what is a tenant's to another one by its tag",
    file: TAGS,
    remove: "  StringEqualsIfExists: { 'aws:ResourceTag/tenantId': '${aws:RequestTag/tenantId}' },\n",
    tests: GRANTS,
  },
  {
    what: "A step makes nothing without the tenant's tag",
    file: TAGS,
    remove: "export const TAGGED = { Null: { 'aws:RequestTag/tenantId': 'false' } };",
    instead: 'export const TAGGED = {};',
    tests: GRANTS,
  },
  {
    what: 'A step makes no API key without the tag of a tenant',
    file: STEPS,
    remove: "resources: [apiGateway('/apikeys')], conditions: TAGGED }",
    instead: "resources: [apiGateway('/apikeys')] }",
    tests: GRANTS,
  },
  {
    what: "A step tags nothing of API Gateway's but keys",
    file: STEPS,
    remove: "resources: [apiGateway(tagsOf(`${apiGateway('/apikeys')}/*`))],",
    instead: "resources: [apiGateway('/tags/*')],",
    tests: GRANTS,
  },
  {
    what: "A step changes no user pool and security group but a tenant's",
    file: TAGS,
    remove: "export const OF_A_TENANT = { Null: { 'aws:ResourceTag/tenantId': 'false' } };",
    instead: 'export const OF_A_TENANT = {};',
    tests: GRANTS,
  },
  {
    what: 'A step passes roles to ECS tasks alone',
    file: STEPS,
    remove: "        conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },\n",
    tests: GRANTS,
  },
  {
    what: "A silo's table is in its task's policy by name",
    file: 'lambdas/onboarding/deploy-service/task-role.ts',
    remove: 'Resource: tableArn(place, footprint.tables[table]),',
    instead: "Resource: tableArn(place, 'tenant-*'),",
    tests: ['test/lambdas/onboarding/deploy-service.test.ts'],
  },
  {
    what: "A silo's users service signs out users of its own tenant alone",
    file: 'lambdas/onboarding/deploy-service/task-role.ts',
    remove: "        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [plan.tenant.tenantId] },\n",
    tests: ['test/lambdas/onboarding/deploy-service.test.ts'],
  },
  {
    what: "Steps that export and delete items work with the tenant's own session",
    file: 'cdk/constructs/tenant-items-role.ts',
    remove:
      "        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] },\n",
    tests: GRANTS,
  },
];
