import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { IAMClient } from '@aws-sdk/client-iam';
import { tenantTags } from '../../shared/aws/tags';
import { footprintName, targetGroupName } from '../../shared/contracts/identifiers';
import type { DeployedService } from '../../shared/contracts/workflow';
import type { RegistryContext } from '../../shared/registry/client';
import { planResources, recordCreated } from '../../shared/registry/ledger';
import type { Deployment, Surroundings } from './deployment';
import { createService } from './ecs-service';
import { createRule, createTargetGroup } from './routing';
import { registerTaskDefinition } from './task-definition';
import { createTaskRole } from './task-role';

export interface DeployDependencies {
  ecs: ECSClient;
  /** Repeats only what AWS refused (ONCE_SETTINGS): every RegisterTaskDefinition is one more revision. */
  registering: ECSClient;
  loadBalancing: ElasticLoadBalancingV2Client;
  iam: IAMClient;
  registry: RegistryContext;
  surroundings: Surroundings;
}

/**
 * Deploys one service of a silo tenant: task role, task definition, target group, listener rule, ECS service.
 * ECS starts its tasks afterwards; await-services waits for them.
 *
 * AWS calls: `iam:CreateRole` and `iam:TagRole` (path /tenants/, with the boundary), `iam:PutRolePolicy`,
 * `iam:PassRole` (task role, execution role; to ecs-tasks.amazonaws.com), `elasticloadbalancing:CreateTargetGroup`,
 * `ModifyTargetGroupAttributes`, `CreateRule`, `AddTags`, `ecs:RegisterTaskDefinition`, `ecs:CreateService`,
 * `ecs:TagResource`; on a further try `elasticloadbalancing:DescribeTargetGroups`, `DescribeRules`,
 * `ecs:DescribeTaskDefinition`, `ecs:DescribeServices`, `ecs:UpdateService`. Registry: PutItem, UpdateItem (ledger).
 *
 * @throws ConflictError when the rule's priority is in use for something else
 */
export const deployService =
  ({ ecs, registering, loadBalancing, iam, registry, surroundings }: DeployDependencies) =>
  async (
    input: Pick<Deployment, 'plan' | 'identity' | 'footprint' | 'service'>,
  ): Promise<DeployedService> => {
    const { plan, footprint, service } = input;
    const { tenant, executionArn, cell } = plan;
    const name = `${footprintName(tenant)}-${service.name}`;
    const groupName = targetGroupName(tenant.tenantId, service.name);
    const deployment: Deployment = { ...input, surroundings, name, tags: tenantTags(tenant) };
    const former = await planResources(registry, tenant.tenantId, executionArn, [
      { type: 'Role', name },
      { type: 'TaskDefinition', name },
      { type: 'TargetGroup', name: groupName },
      {
        type: 'ListenerRule',
        name,
        details: { listenerArn: cell.listenerArn, priority: String(service.priority) },
      },
      { type: 'Service', name, details: { clusterArn: footprint.clusterArn } },
    ]);
    const madeBefore = former('Service', name) !== undefined;
    // Independent of each other; the service needs both, and its target group must hang on the load balancer.
    const [{ roleArn, taskDefinitionArn }, { targetGroupArn, ruleArn }] = await Promise.all([
      createTaskRole(iam, deployment).then(async (roleArn) => ({
        roleArn,
        taskDefinitionArn: await registerTaskDefinition(
          { ecs, registering },
          deployment,
          roleArn,
          madeBefore,
        ),
      })),
      createTargetGroup(loadBalancing, deployment).then(async (targetGroupArn) => ({
        targetGroupArn,
        ruleArn: await createRule(loadBalancing, deployment, targetGroupArn, madeBefore),
      })),
    ]);
    const serviceArn = await createService(
      ecs,
      deployment,
      { taskDefinitionArn, targetGroupArn },
      madeBefore,
    );
    await recordCreated(registry, tenant.tenantId, [
      { type: 'Role', name, arn: roleArn },
      { type: 'TaskDefinition', name, arn: taskDefinitionArn },
      { type: 'TargetGroup', name: groupName, arn: targetGroupArn },
      { type: 'ListenerRule', name, arn: ruleArn },
      { type: 'Service', name, arn: serviceArn },
    ]);
    return { name: service.name, serviceArn, targetGroupArn };
  };
