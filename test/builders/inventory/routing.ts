import {
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientConfig } from '../../../scripts/local/engine';
import { all, ofEach } from './pages';

/** Target groups, and rules with what they look for and where they send it. */
export async function routing(port: number): Promise<string[]> {
  const client = new ElasticLoadBalancingV2Client(clientConfig(port));
  const groups = await all(paginateDescribeTargetGroups({ client }, {}), (page) => page.TargetGroups);
  const balancers = await all(paginateDescribeLoadBalancers({ client }, {}), (page) => page.LoadBalancers);
  const rules = await ofEach(balancers, async ({ LoadBalancerArn, LoadBalancerName }) => {
    const listeners = await all(
      paginateDescribeListeners({ client }, { LoadBalancerArn }),
      (page) => page.Listeners,
    );
    const found = await ofEach(listeners, ({ ListenerArn }) =>
      all(paginateDescribeRules({ client }, { ListenerArn }), (page) => page.Rules),
    );
    return found.map((rule) => `ListenerRule ${LoadBalancerName}/${rule.Priority} ${textOf(rule)}`);
  });
  return [...groups.map(({ TargetGroupName }) => `TargetGroup ${TargetGroupName}`), ...rules];
}

/** `/orders,/orders/* tenantPath=1a2b… -> tenant-1a2b3c4d-orders` */
const textOf = ({ Conditions = [], Actions = [] }: Rule): string =>
  [
    ...Conditions.map(({ HttpHeaderConfig: header, PathPatternConfig, Values }) =>
      header
        ? `${header.HttpHeaderName}=${header.Values}`
        : `${[...(PathPatternConfig?.Values ?? Values ?? [])].sort()}`,
    ).sort(),
    '->',
    ...Actions.map(({ Type, TargetGroupArn }) => TargetGroupArn?.split('/').at(-2) ?? Type),
  ].join(' ');
