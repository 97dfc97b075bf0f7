import {
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14820);
const elb = new ElasticLoadBalancingV2Client(aws.config);
const at = (Port?: number) => ({ Id: '127.0.0.1', Port });

async function groupWith(name: string, ...Targets: { Id: string; Port?: number }[]): Promise<string> {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: name,
      TargetType: 'ip',
      Protocol: 'HTTP',
      Port: 3010,
      VpcId: 'vpc-1',
    }),
  );
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn as string;
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
  return TargetGroupArn;
}

async function portsOf(TargetGroupArn: string): Promise<(number | undefined)[]> {
  const health = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  return (health.TargetHealthDescriptions ?? []).map(({ Target }) => Target?.Port);
}

test('one address is a target under each of its ports, once', async () => {
  const group = await groupWith('ports', at(4001), at(4002), at(4001));

  expect(await portsOf(group)).toEqual([4001, 4002]);
});

test('a port that is taken away leaves the others of its address', async () => {
  const TargetGroupArn = await groupWith('others', at(4001), at(4002));

  await elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [at(4001)] }));

  expect(await portsOf(TargetGroupArn)).toEqual([4002]);
});

test('a target without a port is one on the port of its group', async () => {
  const TargetGroupArn = await groupWith('default', at(), at(3010), at(4001));

  const registered = await portsOf(TargetGroupArn);
  await elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [at()] }));

  expect(registered).toEqual([3010, 4001]);
  expect(await portsOf(TargetGroupArn)).toEqual([4001]);
});

test('a group that does not exist is refused as before', async () => {
  const TargetGroupArn =
    'arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/none/1234567890123456';
  const call = { TargetGroupArn, Targets: [at(4001)] };

  const refused = { name: expect.stringMatching(/^TargetGroupNotFound/) };
  await expect(elb.send(new RegisterTargetsCommand(call))).rejects.toMatchObject(refused);
  await expect(elb.send(new DeregisterTargetsCommand(call))).rejects.toMatchObject(refused);
});
