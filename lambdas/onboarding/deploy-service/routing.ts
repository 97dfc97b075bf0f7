import {
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createOrAccept } from '../../shared/aws/errors';
import { targetGroupName } from '../../shared/contracts/identifiers';
import { SERVICE_PORT } from '../../shared/contracts/service-port';
import { ConflictError } from '../../shared/errors';
import { findRule, forwardsTo, ruleConditions } from '../../shared/footprint/listener-rule';
import { findTargetGroup } from '../../shared/footprint/target-group';
import { type Deployment, healthPath } from './deployment';

/** Makes the service's target group; its name is unique in an account and region. */
export async function createTargetGroup(
  loadBalancing: ElasticLoadBalancingV2Client,
  deployment: Deployment,
): Promise<string> {
  const { plan, service, surroundings, tags } = deployment;
  const name = targetGroupName(plan.tenant.tenantId, service.name);
  const arn = await createOrAccept(
    async () => {
      const { TargetGroups = [] } = await loadBalancing.send(
        new CreateTargetGroupCommand({
          Name: name,
          VpcId: surroundings.vpcId,
          TargetType: 'ip',
          Protocol: 'HTTP',
          Port: SERVICE_PORT,
          HealthCheckPath: healthPath(service.name),
          // Seconds: a new task is in service 20 s after it answers, at the earliest.
          HealthCheckIntervalSeconds: 10,
          HealthCheckTimeoutSeconds: 5,
          HealthyThresholdCount: 2,
          UnhealthyThresholdCount: 3,
          Matcher: { HttpCode: '200' },
          Tags: tags.asKeyValue,
        }),
      );
      return requireArn(TargetGroups[0]?.TargetGroupArn, name);
    },
    ['DuplicateTargetGroupNameException', 'DuplicateTargetGroupName'],
    async () => requireArn(await findTargetGroup(loadBalancing, name), name),
  );
  // The default of 300 s makes every deployment and offboarding wait; requests last 29 s at most.
  await loadBalancing.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: arn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    }),
  );
  return arn;
}

/**
 * Makes the rule that sends the tenant's requests for this service to its target group. A priority is unique on a
 * listener, so a rule that is there must be this tenant's.
 *
 * @param madeBefore a former try may have made it: looks first
 * @throws ConflictError when another tenant's rule has the priority
 */
export async function createRule(
  loadBalancing: ElasticLoadBalancingV2Client,
  deployment: Deployment,
  targetGroupArn: string,
  madeBefore: boolean,
): Promise<string> {
  const { plan, service, tags } = deployment;
  const listenerArn = plan.cell.listenerArn;
  const find = () => findOwnRule(loadBalancing, listenerArn, service.priority, targetGroupArn);
  const known = madeBefore && (await find());
  if (known) return known;
  return createOrAccept(
    async () => {
      const { Rules = [] } = await loadBalancing.send(
        new CreateRuleCommand({
          ListenerArn: listenerArn,
          Priority: service.priority,
          Conditions: ruleConditions(plan.tenantPath, service.name),
          Actions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
          Tags: tags.asKeyValue,
        }),
      );
      return requireArn(Rules[0]?.RuleArn, deployment.name);
    },
    ['PriorityInUseException', 'PriorityInUse'],
    async () => requireArn(await find(), deployment.name),
  );
}

async function findOwnRule(
  loadBalancing: ElasticLoadBalancingV2Client,
  listenerArn: string,
  priority: number,
  targetGroupArn: string,
): Promise<string | undefined> {
  const rule = await findRule(loadBalancing, listenerArn, (each) => each.Priority === String(priority));
  if (rule && !forwardsTo(rule, targetGroupArn)) {
    throw new ConflictError(
      `listener ${listenerArn} has another rule with priority ${priority}; remove it and replay the onboarding`,
    );
  }
  return rule?.RuleArn;
}

function requireArn(arn: string | undefined, name: string): string {
  if (!arn) throw new Error(`Elastic Load Balancing shows no ARN of ${name}`);
  return arn;
}
