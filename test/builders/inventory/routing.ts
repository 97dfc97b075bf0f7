import {
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientConfig } from '../../../scripts/local/engine';
import { all, inGroupsOf, ofEach } from './pages';
import { tagged } from './tagged';

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
    return found.map((rule) => ({
      arn: rule.RuleArn ?? '',
      line: `ListenerRule ${LoadBalancerName}/${rule.Priority} ${textOf(rule)}`,
    }));
  });
  const arns = [...groups.map(({ TargetGroupArn = '' }) => TargetGroupArn), ...rules.map(({ arn }) => arn)];
  return [
    ...groups.map(({ TargetGroupName }) => `TargetGroup ${TargetGroupName}`),
    ...rules.map(({ line }) => line),
    ...(await tagsOf(client, arns)),
  ];
}

/** Elastic Load Balancing tells the tags of twenty resources at once. */
const AT_ONCE = 20;

/** `Tagged <tenant> elasticloadbalancing targetgroup tenant-1a2b3c4d-orders`; a rule has no name. */
const tagsOf = (client: ElasticLoadBalancingV2Client, arns: readonly string[]): Promise<string[]> =>
  ofEach(inGroupsOf(AT_ONCE, arns), async (ResourceArns) => {
    const { TagDescriptions = [] } = await client.send(new DescribeTagsCommand({ ResourceArns }));
    return TagDescriptions.flatMap(({ ResourceArn = '', Tags }) => {
      const [kind = '', name = ''] = ResourceArn.split(':').slice(5).join(':').split('/');
      return tagged(`elasticloadbalancing ${kind === 'targetgroup' ? `${kind} ${name}` : kind}`, Tags);
    });
  });

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
