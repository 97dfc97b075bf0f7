import {
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { deleteOrAccept } from '../../shared/aws/delete';
import type { Clock } from '../../shared/aws/wait-until';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import type { ServiceName } from '../../shared/contracts/tiers';
import type { OffboardingPlan } from '../../shared/contracts/workflow';
import { findRule, isRuleOf } from '../../shared/footprint/listener-rule';
import { findTargetGroup } from '../../shared/footprint/target-group';

/**
 * Deletes the rule that sends the tenant's requests to the service. One that was planned, but of which no ARN was
 * recorded, is known by its conditions: its priority alone may be another tenant's by now.
 */
export async function deleteRule(
  loadBalancing: ElasticLoadBalancingV2Client,
  { state, arn }: LedgerEntry,
  { listenerArn, plan, service }: { listenerArn: string; plan: OffboardingPlan; service: ServiceName },
  clock: Clock,
): Promise<void> {
  // A silo tenant's path is its id.
  const find = async () =>
    (await findRule(loadBalancing, listenerArn, (rule) => isRuleOf(rule, plan.tenant.tenantId, service)))
      ?.RuleArn;
  const RuleArn = state === 'created' ? arn : await find();
  if (!RuleArn) return;
  await deleteOrAccept(
    () => loadBalancing.send(new DeleteRuleCommand({ RuleArn })),
    {
      gone: ['RuleNotFoundException', 'RuleNotFound'],
      isThere: async () => (await find()) !== undefined,
    },
    clock,
  );
}

/**
 * Deletes a service's target group, which the load balancer calls in use for some seconds after its rule has gone.
 *
 * @throws NotReadyError when it is in use for longer than 20 s
 */
export async function deleteTargetGroup(
  loadBalancing: ElasticLoadBalancingV2Client,
  { state, arn, name }: LedgerEntry,
  clock: Clock,
): Promise<void> {
  const TargetGroupArn = state === 'created' ? arn : await findTargetGroup(loadBalancing, name);
  if (!TargetGroupArn) return;
  await deleteOrAccept(
    () => loadBalancing.send(new DeleteTargetGroupCommand({ TargetGroupArn })),
    {
      gone: ['TargetGroupNotFoundException', 'TargetGroupNotFound'],
      inUse: ['ResourceInUseException', 'ResourceInUse'],
    },
    clock,
  );
}
