import { DeleteApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteSecurityGroupCommand } from '@aws-sdk/client-ec2';
import {
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { DeleteRuleCommand, DeleteTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteNamespaceCommand } from '@aws-sdk/client-servicediscovery';
import { isAwsError } from '../../shared/aws/errors';
import type { ResourceType } from '../../shared/contracts/registry-items';
import { scheduleKeyDeletion } from '../../shared/footprint/encryption-key';
import { clusterOf, type Resource } from '../../shared/footprint/resource';
import { TASK_POLICY_NAME } from '../../shared/footprint/task-role';
import type { InventoryClients } from './inventory';

interface Deletion {
  /** One try: what is still in use is refused, stays a finding, and goes with the next run. */
  remove: (clients: InventoryClients, name: string, arn: string) => Promise<unknown>;
  /** The same for somebody at a shell. */
  command: (name: string, arn: string) => string;
}

/** In the order in which AWS lets go of them: who uses something goes before it. */
const DELETIONS: Partial<Record<ResourceType, Deletion>> = {
  ListenerRule: {
    remove: ({ loadBalancing }, _name, RuleArn) => loadBalancing.send(new DeleteRuleCommand({ RuleArn })),
    command: (_name, arn) => `aws elbv2 delete-rule --rule-arn ${arn}`,
  },
  Service: {
    remove: ({ ecs }, service, arn) =>
      ecs.send(new DeleteServiceCommand({ cluster: clusterOf(arn), service, force: true })),
    command: (name, arn) => `aws ecs delete-service --cluster ${clusterOf(arn)} --service ${name} --force`,
  },
  TargetGroup: {
    remove: ({ loadBalancing }, _name, TargetGroupArn) =>
      loadBalancing.send(new DeleteTargetGroupCommand({ TargetGroupArn })),
    command: (_name, arn) => `aws elbv2 delete-target-group --target-group-arn ${arn}`,
  },
  TaskDefinition: {
    remove: async ({ ecs }, _name, taskDefinition) => {
      await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
      await ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: [taskDefinition] }));
    },
    command: (_name, arn) => `aws ecs deregister-task-definition --task-definition ${arn}`,
  },
  Role: {
    remove: async ({ iam }, RoleName) => {
      try {
        await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: TASK_POLICY_NAME }));
      } catch (error) {
        if (!isAwsError(error, 'NoSuchEntityException', 'NoSuchEntity')) throw error;
      }
      await iam.send(new DeleteRoleCommand({ RoleName }));
    },
    command: (name) =>
      `aws iam delete-role-policy --role-name ${name} --policy-name ${TASK_POLICY_NAME} && aws iam delete-role --role-name ${name}`,
  },
  Table: {
    remove: ({ dynamodb }, TableName) => dynamodb.send(new DeleteTableCommand({ TableName })),
    command: (name) => `aws dynamodb delete-table --table-name ${name}`,
  },
  LogGroup: {
    remove: ({ logs }, logGroupName) => logs.send(new DeleteLogGroupCommand({ logGroupName })),
    command: (name) => `aws logs delete-log-group --log-group-name ${name}`,
  },
  EncryptionKey: {
    remove: ({ kms }, keyId) => scheduleKeyDeletion(kms, keyId),
    command: (name) => `aws kms schedule-key-deletion --pending-window-in-days 7 --key-id ${name}`,
  },
  UserPool: {
    remove: ({ cognito }, UserPoolId) => cognito.send(new DeleteUserPoolCommand({ UserPoolId })),
    command: (name) => `aws cognito-idp delete-user-pool --user-pool-id ${name}`,
  },
  ApiKey: {
    remove: ({ apiGateway }, apiKey) => apiGateway.send(new DeleteApiKeyCommand({ apiKey })),
    command: (name) => `aws apigateway delete-api-key --api-key ${name}`,
  },
  Namespace: {
    remove: ({ cloudMap }, Id) => cloudMap.send(new DeleteNamespaceCommand({ Id })),
    command: (name) => `aws servicediscovery delete-namespace --id ${name}`,
  },
  Cluster: {
    remove: ({ ecs }, cluster) => ecs.send(new DeleteClusterCommand({ cluster })),
    command: (name) => `aws ecs delete-cluster --cluster ${name}`,
  },
  SecurityGroup: {
    remove: ({ ec2 }, GroupId) => ec2.send(new DeleteSecurityGroupCommand({ GroupId })),
    command: (name) => `aws ec2 delete-security-group --group-id ${name}`,
  },
};

const ORDER = Object.keys(DELETIONS);

/** Smaller goes first; unknown types last. */
export const orderOfDeletion = (type: string): number =>
  ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length;

export const removalCommand = ({ type, name, arn = '' }: Resource): string =>
  DELETIONS[type]?.command(name, arn) ?? `delete ${name} by hand`;

/**
 * Deletes one resource; the function's role can delete nothing that carries no tenant's tag.
 *
 * AWS calls: `elasticloadbalancing:DeleteRule`, `DeleteTargetGroup`, `ecs:DeleteService`, `DeregisterTaskDefinition`,
 * `DeleteTaskDefinitions`, `DeleteCluster`, `iam:DeleteRolePolicy`, `DeleteRole`, `dynamodb:DeleteTable`,
 * `logs:DeleteLogGroup`, `kms:ScheduleKeyDeletion`, `cognito-idp:DeleteUserPool`, `apigateway:DELETE`, `servicediscovery:DeleteNamespace`,
 * `ec2:DeleteSecurityGroup`.
 */
export const resourceDeleter =
  (clients: InventoryClients) =>
  ({ type, name, arn = '' }: Resource): Promise<unknown> =>
    DELETIONS[type]?.remove(clients, name, arn) ?? Promise.resolve();
