import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientConfig } from '../../../scripts/local/engine';
import type { Service } from './member';
import type { Address } from './wire';

/** The name of the cell's load balancer: its address here is `/_alb/<name>`. */
export async function loadBalancerName(port: number): Promise<string> {
  const { LoadBalancers = [] } = await elb(port).send(new DescribeLoadBalancersCommand({}));
  const [balancer, ...more] = LoadBalancers;
  if (!balancer?.LoadBalancerName || more.length > 0)
    throw new Error('expected the load balancer of one cell');
  return balancer.LoadBalancerName;
}

/** The tasks to which the load balancer's rules lead for a value of the routing header. */
export async function findTasks(port: number, tenantPath: string): Promise<Record<Service, Address>> {
  const client = elb(port);
  const { LoadBalancers: [balancer] = [] } = await client.send(new DescribeLoadBalancersCommand({}));
  const { Listeners: [listener] = [] } = await client.send(
    new DescribeListenersCommand({ LoadBalancerArn: balancer?.LoadBalancerArn }),
  );
  const { Rules = [] } = await client.send(new DescribeRulesCommand({ ListenerArn: listener?.ListenerArn }));
  const addressOf = async (service: Service): Promise<Address> => {
    const rule = Rules.find((candidate) => leadsTo(candidate, tenantPath, `/${service}`));
    const { TargetHealthDescriptions: [first] = [] } = await client.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: rule?.Actions?.[0]?.TargetGroupArn }),
    );
    const { Id: host, Port } = first?.Target ?? {};
    if (!host || !Port) throw new Error(`no task of ${service} at ${tenantPath}`);
    return { host, port: Port };
  };
  return {
    orders: await addressOf('orders'),
    products: await addressOf('products'),
    users: await addressOf('users'),
  };
}

const elb = (port: number) => new ElasticLoadBalancingV2Client(clientConfig(port));

function leadsTo({ Conditions = [] }: Rule, tenantPath: string, path: string): boolean {
  return (
    Conditions.some(({ HttpHeaderConfig }) => HttpHeaderConfig?.Values?.includes(tenantPath)) &&
    Conditions.some(({ PathPatternConfig }) => PathPatternConfig?.Values?.includes(path))
  );
}
