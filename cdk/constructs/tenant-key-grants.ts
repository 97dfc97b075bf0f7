import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { TABLE_KEY_ACTIONS, throughDynamoDb } from '../../lambdas/shared/footprint/key-use';
import type { Config } from '../config';
import { ANY_TENANTS, footprintArns, OF_A_TENANT, TAGGED, TAGGED_ONCE } from './footprint-arns';
import type { Grant } from './grants';

/** Whether tenants that have a key of their own in their tier get one from now on. */
export const makesTenantKeys = ({ encryption }: Pick<Config, 'encryption'>): boolean =>
  encryption.keys === 'customer';

const AT_RANDOM = "KMS names keys at random; only a tenant's own is reached.";

/**
 * Rights on tenants' own keys. Those to make one go with the configuration; those to use, find and delete one stay when
 * it changes, since the tenants that have a key stay too.
 */
export function tenantKeyGrants(scope: Construct, config: Config) {
  const { keys, keyAliases } = footprintArns(scope, config);
  const use = (actions: string[]): Grant => ({
    actions,
    resources: [keys],
    conditions: { ...OF_A_TENANT, StringEquals: throughDynamoDb(Stack.of(scope).region) },
    because: AT_RANDOM,
  });
  const find: Grant[] = [
    {
      actions: ['kms:ListKeys'],
      resources: ['*'],
      because: 'It is about all keys: AWS offers `*` only.',
    },
    {
      // Without condition: what is gone has no tag, and what a former try has made is looked for among all.
      actions: ['kms:DescribeKey'],
      resources: [keys, keyAliases],
      because: 'KMS names keys at random.',
    },
  ];
  const schedule: Grant = {
    actions: ['kms:ScheduleKeyDeletion'],
    resources: [keys],
    conditions: OF_A_TENANT,
    because: AT_RANDOM,
  };
  return {
    make: makesTenantKeys(config)
      ? [
          {
            actions: ['kms:CreateKey'],
            resources: ['*'],
            conditions: TAGGED,
            because: 'It is about no key yet: AWS offers `*` only.',
          },
          {
            actions: ['kms:TagResource'],
            resources: [keys],
            conditions: NO_STACKS_TAGGED_ONCE,
            because: 'A key is tagged as it is made, before KMS has named it.',
          },
          { actions: ['kms:CreateAlias'], resources: [keyAliases], because: ANY_TENANTS },
          {
            actions: ['kms:CreateAlias', 'kms:EnableKeyRotation'],
            resources: [keys],
            conditions: OF_A_TENANT,
            because: AT_RANDOM,
          },
          ...find,
          // DynamoDB asks for the key as whoever makes a table.
          use(TABLE_KEY_ACTIONS),
        ]
      : [],
    find,
    remove: [
      ...find,
      schedule,
      { actions: ['kms:DeleteAlias'], resources: [keyAliases], because: ANY_TENANTS },
      { actions: ['kms:DeleteAlias'], resources: [keys], conditions: OF_A_TENANT, because: AT_RANDOM },
    ],
    /** Of what is looked at by its ARN. */
    look: find.slice(1),
    schedule,
    /** Items of tables that a tenant's key encrypts. */
    read: use(['kms:Decrypt']),
  } satisfies Record<string, Grant | Grant[]>;
}

/**
 * Beside that, a key of a stack, which has the tag of all that stacks make, never gets a tenant's: who could tag it could
 * bring it into the tenants' reach.
 */
const NO_STACKS_TAGGED_ONCE = {
  ...TAGGED_ONCE,
  Null: { ...TAGGED_ONCE.Null, 'aws:ResourceTag/application': 'true' },
};
