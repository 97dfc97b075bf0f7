import { DescribeSecurityGroupsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import {
  type ElasticLoadBalancingV2Client,
  paginateDescribeRules,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { targetGroupName } from '../../shared/contracts/identifiers';
import { findNamespace } from '../../shared/footprint/namespace';
import { findTargetGroup } from '../../shared/footprint/target-group';
import type { Remaining, Subject } from './remaining';

/** Target groups by name; rules by the tenant that they route. */
export async function lookAtRouting(
  loadBalancing: ElasticLoadBalancingV2Client,
  { plan }: Subject,
): Promise<Remaining[]> {
  const { tenantId } = plan.tenant;
  const groups = plan.services.map(async (service): Promise<Remaining[]> => {
    const name = targetGroupName(tenantId, service);
    return (await findTargetGroup(loadBalancing, name)) ? [{ type: 'TargetGroup', name }] : [];
  });
  const [rules, ...found] = await Promise.all([
    remainingRules(loadBalancing, plan.listenerArn, tenantId),
    ...groups,
  ]);
  return [...rules, ...found.flat()];
}

async function remainingRules(
  loadBalancing: ElasticLoadBalancingV2Client,
  ListenerArn: string,
  tenantId: string,
): Promise<Remaining[]> {
  const found: Remaining[] = [];
  for await (const { Rules = [] } of paginateDescribeRules({ client: loadBalancing }, { ListenerArn })) {
    const own = Rules.filter(({ Conditions = [] }) =>
      Conditions.some(({ HttpHeaderConfig }) => HttpHeaderConfig?.Values?.includes(tenantId)),
    );
    found.push(...own.map(({ RuleArn = '' }) => ({ type: 'ListenerRule', name: RuleArn })));
  }
  return found;
}

export async function lookAtSecurityGroups(ec2: EC2Client, { plan }: Subject): Promise<Remaining[]> {
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [{ Name: 'tag:tenantId', Values: [plan.tenant.tenantId] }],
    }),
  );
  return SecurityGroups.map(({ GroupId = '' }) => ({ type: 'SecurityGroup', name: GroupId }));
}

export async function lookAtNamespaces(
  cloudMap: ServiceDiscoveryClient,
  { name }: Subject,
): Promise<Remaining[]> {
  return (await findNamespace(cloudMap, name)) ? [{ type: 'Namespace', name }] : [];
}
