import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14702);
const balancing = new ElasticLoadBalancingV2Client(aws.config);
afterAll(() => balancing.destroy());

const groupOf = async (Name: string) => {
  const { TargetGroups } = await balancing.send(
    new CreateTargetGroupCommand({ Name, Port: 80, Protocol: 'HTTP', TargetType: 'ip', VpcId: 'vpc-1' }),
  );
  return TargetGroups?.[0]?.TargetGroupArn as string;
};
const listenerTo = async (Name: string, TargetGroupArn: string) => {
  const { LoadBalancers } = await balancing.send(
    new CreateLoadBalancerCommand({ Name, Subnets: ['subnet-1', 'subnet-2'] }),
  );
  const { Listeners } = await balancing.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  return Listeners?.[0]?.ListenerArn as string;
};
const remove = (TargetGroupArn: string) => balancing.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
const names = async () =>
  ((await balancing.send(new DescribeTargetGroupsCommand({}))).TargetGroups ?? []).map(
    ({ TargetGroupName }) => TargetGroupName,
  );

test('a target group is refused while a listener forwards to it, and deleted after', async () => {
  const group = await groupOf('by-listener');
  const ListenerArn = await listenerTo('lb-1', group);

  await expect(remove(group)).rejects.toMatchObject({ name: expect.stringContaining('ResourceInUse') });
  expect(await names()).toContain('by-listener');

  await balancing.send(new DeleteListenerCommand({ ListenerArn }));
  await remove(group);
  expect(await names()).not.toContain('by-listener');
});

test('a target group is refused while a rule forwards to it, and deleted after', async () => {
  const [group, other] = [await groupOf('by-rule'), await groupOf('other')];
  const ListenerArn = await listenerTo('lb-2', other);
  const { Rules } = await balancing.send(
    new CreateRuleCommand({
      ListenerArn,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: group }],
    }),
  );

  await expect(remove(group)).rejects.toMatchObject({ name: expect.stringContaining('ResourceInUse') });

  await balancing.send(new DeleteRuleCommand({ RuleArn: Rules?.[0]?.RuleArn }));
  await remove(group);
  expect(await names()).not.toContain('by-rule');
});
