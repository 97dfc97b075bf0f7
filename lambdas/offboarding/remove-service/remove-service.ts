import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Clock } from '../../shared/aws/wait-until';
import { footprintName, targetGroupName } from '../../shared/contracts/identifiers';
import type { LedgerEntry, ResourceType } from '../../shared/contracts/registry-items';
import type { ServiceName } from '../../shared/contracts/tiers';
import type { OffboardingPlan } from '../../shared/contracts/workflow';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger, recordDeleted } from '../../shared/registry/ledger';
import { deleteService, drain } from './ecs-service';
import { deleteRule, deleteTargetGroup } from './routing';
import { deleteTaskDefinitions } from './task-definitions';
import { deleteTaskRole } from './task-role';

export interface RemoveServiceDependencies {
  ecs: ECSClient;
  loadBalancing: ElasticLoadBalancingV2Client;
  iam: IAMClient;
  registry: RegistryContext;
  clock: Clock;
}

/**
 * Removes one service of a silo tenant: tasks drained, listener rule, ECS service, target group, task definitions,
 * task role last. A service that the ledger does not know was never begun, and nothing is asked of AWS.
 *
 * AWS calls: `ecs:UpdateService`, `ecs:DescribeServices` (polls), `ecs:DeleteService`,
 * `elasticloadbalancing:DeleteRule`, `DeleteTargetGroup`, `ecs:ListTaskDefinitions` (twice),
 * `ecs:DeregisterTaskDefinition` (one a revision), `ecs:DeleteTaskDefinitions` (one for ten), `iam:DeleteRolePolicy`,
 * `iam:DeleteRole`; for what the ledger has no ARN of, `elasticloadbalancing:DescribeRules`, `DescribeTargetGroups`.
 * Registry: Query, UpdateItem (ledger).
 *
 * @throws NotReadyError when tasks, the service or its target group are not free after 20 s
 */
export const removeService =
  ({ ecs, loadBalancing, iam, registry, clock }: RemoveServiceDependencies) =>
  async ({
    plan,
    service,
  }: {
    plan: OffboardingPlan;
    service: ServiceName;
  }): Promise<Record<string, never>> => {
    const { tenant } = plan;
    const name = `${footprintName(tenant)}-${service}`;
    const groupName = targetGroupName(tenant.tenantId, service);
    const ledger = await readLedger(registry, tenant.tenantId);
    const entryOf = (type: ResourceType, named = name) =>
      ledger.find((entry) => entry.type === type && entry.name === named);
    const entries = {
      service: entryOf('Service'),
      rule: entryOf('ListenerRule'),
      targetGroup: entryOf('TargetGroup', groupName),
      taskDefinition: entryOf('TaskDefinition'),
      role: entryOf('Role'),
    };

    const ecsService = entries.service && { cluster: clusterOf(entries.service, plan), name };
    if (ecsService) await drain(ecs, ecsService, clock);
    if (entries.rule) {
      const { listenerArn = plan.listenerArn } = entries.rule.details ?? {};
      await deleteRule(loadBalancing, entries.rule, { listenerArn, plan, service }, clock);
    }
    if (ecsService) await deleteService(ecs, ecsService, clock);
    await Promise.all([
      entries.targetGroup && deleteTargetGroup(loadBalancing, entries.targetGroup, clock),
      entries.taskDefinition && deleteTaskDefinitions(ecs, name),
    ]);
    if (entries.role) await deleteTaskRole(iam, name, clock);

    await recordDeleted(registry, tenant.tenantId, Object.values(entries).filter(isThere));
    return {};
  };

/** Where the service was planned; the ledger has noted it since before the service was made. */
const clusterOf = ({ details }: LedgerEntry, plan: OffboardingPlan): string =>
  details?.clusterArn ?? (plan.ownCluster ? footprintName(plan.tenant) : plan.advancedClusterArn);

const isThere = (entry: LedgerEntry | undefined): entry is LedgerEntry => entry !== undefined;
