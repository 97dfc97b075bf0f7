import type { Control } from '../control';

const TENANT_KEYS = 'cdk/constructs/tenant-key-grants.ts';
const STACK_KEYS = 'cdk/constructs/own-keys.ts';
const ROLES = 'cdk/constructs/task-roles.ts';
const RULES = ['test/cdk/rules/encryption.test.ts'];

/** Whom keys of one's own refuse, where `encryption.keys` is `customer`. */
export const KEYS: Control[] = [
  {
    what: "A stack's key never becomes a tenant's",
    file: TENANT_KEYS,
    remove: "  Null: { ...TAGGED_ONCE.Null, 'aws:ResourceTag/application': 'true' },\n",
    tests: RULES,
  },
  {
    what: "Steps and exports use a tenant's key through DynamoDB alone",
    file: TENANT_KEYS,
    remove: 'conditions: { ...OF_A_TENANT, StringEquals: throughDynamoDb(Stack.of(scope).region) },',
    instead: 'conditions: OF_A_TENANT,',
    tests: RULES,
  },
  {
    what: "A step deletes no key but a tenant's",
    file: TENANT_KEYS,
    remove: `    actions: ['kms:ScheduleKeyDeletion'],
    resources: [keys],
    conditions: OF_A_TENANT,`,
    instead: `    actions: ['kms:ScheduleKeyDeletion'],
    resources: [keys],`,
    tests: RULES,
  },
  {
    what: "A silo's task uses its own tenant's key alone",
    file: ROLES,
    remove: '{ ...OF_OWN_TENANT.StringEquals, ...throughDynamoDb(stack.region) }',
    instead: 'throughDynamoDb(stack.region)',
    tests: ['test/cdk/constructs/task-roles.test.ts', ...RULES],
  },
  {
    what: "A silo's task uses a stack's key for the table of sign-outs alone",
    file: ROLES,
    remove: "          'kms:EncryptionContext:aws:dynamodb:tableName': signOuts.tableName,\n",
    tests: RULES,
  },
  {
    what: "A stack's key serves roles of its own account alone",
    file: STACK_KEYS,
    remove: "          'kms:CallerAccount': account,\n",
    tests: RULES,
  },
  {
    what: "A stack's key encrypts logs of its own account alone",
    file: STACK_KEYS,
    remove: `      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': \`arn:\${partition}:logs:\${region}:\${account}:*\` },
      },\n`,
    tests: RULES,
  },
];
