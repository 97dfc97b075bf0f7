import { CreateRoleCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { createOrAccept } from '../../shared/aws/errors';
import { placeOf, TENANT_ROLE_PATH, tableArn, tenantRoleArn, userPoolArn } from '../../shared/aws/place';
import { ISOLATION, TABLES, type TableName } from '../../shared/contracts/tiers';
import { TABLE_KEY_ACTIONS, throughDynamoDb } from '../../shared/footprint/key-use';
import { TASK_POLICY_NAME } from '../../shared/footprint/task-role';
import type { Deployment } from './deployment';

interface Statement {
  Effect: 'Allow';
  Action: string[];
  Resource: string;
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** Makes the role of the service's tasks; a role's name is unique in an account. */
export async function createTaskRole(iam: IAMClient, deployment: Deployment): Promise<string> {
  const { name, plan, surroundings, tags } = deployment;
  const place = placeOf(plan.executionArn);
  await createOrAccept<unknown>(
    () =>
      iam.send(
        new CreateRoleCommand({
          RoleName: name,
          Path: TENANT_ROLE_PATH,
          Description: `Tasks of the service ${deployment.service.name} of one tenant`,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'ecs-tasks.amazonaws.com' },
                Action: 'sts:AssumeRole',
                // ECS in this account, for a task of this account.
                Condition: { StringEquals: { 'aws:SourceAccount': place.account } },
              },
            ],
          }),
          PermissionsBoundary: surroundings.taskBoundaryArn,
          Tags: tags.asKeyValue,
        }),
      ),
    ['EntityAlreadyExistsException', 'EntityAlreadyExists'],
    async () => undefined,
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: name,
      PolicyName: TASK_POLICY_NAME,
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statementsOf(deployment) }),
    }),
  );
  return tenantRoleArn(place, name);
}

/** What a service's tasks may do: items of one table, or the users of one pool and their sign-outs. */
function statementsOf(deployment: Deployment): Statement[] {
  const table = tableOf(deployment.service.name);
  return table ? itemsOf(deployment, table) : usersOf(deployment);
}

function usersOf({ plan, identity, surroundings }: Deployment): Statement[] {
  const place = placeOf(plan.executionArn);
  return [
    {
      Effect: 'Allow',
      Action: [
        'cognito-idp:AdminCreateUser',
        'cognito-idp:AdminDeleteUser',
        'cognito-idp:AdminGetUser',
        'cognito-idp:AdminUpdateUserAttributes',
        'cognito-idp:AdminUserGlobalSignOut',
        'cognito-idp:ListUsers',
      ],
      Resource: userPoolArn(place, identity.userPoolId),
    },
    {
      Effect: 'Allow',
      Action: ['dynamodb:UpdateItem'],
      Resource: tableArn(place, surroundings.signOutsTableName),
      Condition: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [plan.tenant.tenantId] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
  ];
}

function itemsOf({ plan, footprint, surroundings }: Deployment, table: TableName): Statement[] {
  const place = placeOf(plan.executionArn);
  if (ISOLATION[plan.tenant.tier].ownTables.includes(table)) {
    const { encryptionKeyArn } = footprint;
    return [
      {
        Effect: 'Allow',
        Action: [
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        Resource: tableArn(place, footprint.tables[table]),
      },
      ...(encryptionKeyArn ? [throughTable(encryptionKeyArn, place.region)] : []),
    ];
  }
  // The table is the pool's: credentials for this tenant's keys only, whatever the service asks for.
  return [
    {
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Resource: surroundings.tenantDataRoleArn,
      Condition: {
        StringEquals: { 'aws:RequestTag/tenant': plan.tenant.tenantId },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
      },
    },
  ];
}

/** DynamoDB asks for the key as whoever asks for an item. */
const throughTable = (keyArn: string, region: string): Statement => ({
  Effect: 'Allow',
  Action: TABLE_KEY_ACTIONS,
  Resource: keyArn,
  Condition: { StringEquals: throughDynamoDb(region) },
});

/** The table of a service that has one. */
export const tableOf = (service: string): TableName | undefined => TABLES.find((table) => table === service);
