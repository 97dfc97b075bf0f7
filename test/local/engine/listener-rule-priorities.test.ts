import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  DeleteRuleCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(5290);
const balancing = new ElasticLoadBalancingV2Client(aws.config);
const cloudFormation = new CloudFormationClient(aws.config);
afterAll(() => {
  balancing.destroy();
  cloudFormation.destroy();
});

const answer = { Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '204' } };

async function listenerOf(name: string): Promise<string> {
  const { LoadBalancers } = await balancing.send(
    new CreateLoadBalancerCommand({ Name: name, Subnets: ['subnet-1', 'subnet-2'] }),
  );
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const { Listeners } = await balancing.send(
    new CreateListenerCommand({ LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions: [answer] }),
  );
  return Listeners?.[0]?.ListenerArn as string;
}

async function createRule(ListenerArn: string, Priority: number): Promise<string> {
  const Conditions = [{ Field: 'path-pattern', Values: [`/${Priority}`] }];
  const { Rules } = await balancing.send(
    new CreateRuleCommand({ ListenerArn, Priority, Conditions, Actions: [answer] }),
  );
  return Rules?.[0]?.RuleArn as string;
}

async function prioritiesOf(ListenerArn: string): Promise<Record<string, string>> {
  const { Rules = [] } = await balancing.send(new DescribeRulesCommand({ ListenerArn }));
  return Object.fromEntries(
    Rules.filter(({ IsDefault }) => !IsDefault).map(({ RuleArn, Priority }) => [RuleArn, Priority]),
  );
}

const inUse = (priority: number) => ({
  name: 'PriorityInUseException',
  message: `Priority '${priority}' is currently in use`,
  $metadata: { httpStatusCode: 400 },
});

test('a second rule of a priority is refused, and the first stays as it is', async () => {
  const listener = await listenerOf('second');
  const first = await createRule(listener, 10);

  await expect(createRule(listener, 10)).rejects.toMatchObject(inUse(10));

  expect(await prioritiesOf(listener)).toEqual({ [first]: '10' });
});

test('a priority is free on other listeners, and again when its rule is deleted', async () => {
  const [listener, other] = [await listenerOf('one'), await listenerOf('other')];
  const first = await createRule(listener, 10);

  const elsewhere = await createRule(other, 10);
  await balancing.send(new DeleteRuleCommand({ RuleArn: first }));
  const again = await createRule(listener, 10);

  expect(await prioritiesOf(other)).toEqual({ [elsewhere]: '10' });
  expect(await prioritiesOf(listener)).toEqual({ [again]: '10' });
});

test('rules may change places, and may not take the place of a rule that stays', async () => {
  const listener = await listenerOf('places');
  const [a, b, c] = [
    await createRule(listener, 1),
    await createRule(listener, 2),
    await createRule(listener, 3),
  ];
  const set = (places: [string, number][]) =>
    balancing.send(
      new SetRulePrioritiesCommand({
        RulePriorities: places.map(([RuleArn, Priority]) => ({ RuleArn, Priority })),
      }),
    );

  await set([
    [a, 2],
    [b, 1],
  ]);
  await expect(set([[a, 3]])).rejects.toMatchObject(inUse(3));
  await expect(
    set([
      [a, 7],
      [b, 7],
    ]),
  ).rejects.toMatchObject(inUse(7));

  expect(await prioritiesOf(listener)).toEqual({ [a]: '2', [b]: '1', [c]: '3' });
});

test('a template cannot have a priority that is in use', async () => {
  const listener = await listenerOf('template');
  await createRule(listener, 10);
  const rule = {
    Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    Properties: {
      ListenerArn: listener,
      Priority: 10,
      Conditions: [{ Field: 'path-pattern', Values: ['/'] }],
      Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '204' } }],
    },
  };
  const TemplateBody = JSON.stringify({ Resources: { Rule: rule } });

  await cloudFormation.send(new CreateStackCommand({ StackName: 'rules', TemplateBody }));
  const created = waitUntilStackCreateComplete(
    { client: cloudFormation, maxWaitTime: 20, minDelay: 1 },
    { StackName: 'rules' },
  );

  await expect(created).rejects.toThrow();
  const { StackEvents = [] } = await cloudFormation.send(
    new DescribeStackEventsCommand({ StackName: 'rules' }),
  );
  expect(StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason ?? '')).toContainEqual(
    expect.stringContaining("Priority '10' is currently in use"),
  );
});
