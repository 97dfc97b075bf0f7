import {
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  type Rule,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ServiceName } from '../contracts/tiers';

/** Header by which the load balancer routes; the gateway sets it and drops a client's own. */
const TENANT_HEADER = 'tenantPath';

/** What a request must have to be a tenant's, for this service. */
export const ruleConditions = (tenantPath: string, service: ServiceName): RuleCondition[] => [
  {
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName: TENANT_HEADER, Values: [tenantPath] },
  },
  {
    Field: 'path-pattern',
    PathPatternConfig: { Values: [`/${service}`, `/${service}/*`] },
  },
];

/** Whether a rule is the one that {@link ruleConditions} made: this tenant's, of this service, and no other's. */
export const isRuleOf = (rule: Rule, tenantPath: string, service: ServiceName): boolean =>
  (rule.Conditions ?? []).some(
    ({ HttpHeaderConfig }) =>
      HttpHeaderConfig?.HttpHeaderName?.toLowerCase() === TENANT_HEADER.toLowerCase() &&
      HttpHeaderConfig.Values?.join() === tenantPath,
  ) &&
  (rule.Conditions ?? []).some((condition) =>
    (condition.PathPatternConfig?.Values ?? condition.Values ?? []).includes(`/${service}`),
  );

export const forwardsTo = (rule: Rule, targetGroupArn: string): boolean =>
  (rule.Actions ?? []).some((action) => action.TargetGroupArn === targetGroupArn);

/**
 * Looks through a listener's rules, which come in pages.
 *
 * AWS calls: `elasticloadbalancing:DescribeRules`.
 */
export async function findRule(
  loadBalancing: ElasticLoadBalancingV2Client,
  listenerArn: string,
  isWanted: (rule: Rule) => boolean,
): Promise<Rule | undefined> {
  let Marker: string | undefined;
  do {
    const page = await loadBalancing.send(new DescribeRulesCommand({ ListenerArn: listenerArn, Marker }));
    const rule = page.Rules?.find(isWanted);
    if (rule) return rule;
    Marker = page.NextMarker;
  } while (Marker);
  return undefined;
}
