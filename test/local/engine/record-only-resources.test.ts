import { useLocalAws } from '../../builders/local-aws';
import { stacksOn } from '../../builders/stack';

const PORT = 14610;
useLocalAws(PORT);
const stacks = stacksOn(PORT);

const network = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
  Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
  Nat: {
    Type: 'AWS::EC2::NatGateway',
    Properties: {
      SubnetId: { Ref: 'Subnet' },
      AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] },
    },
  },
  Link: {
    Type: 'AWS::ApiGatewayV2::VpcLink',
    Properties: { Name: 'cell-1', SubnetIds: [{ Ref: 'Subnet' }] },
  },
  Scaling: {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ResourceId: 'service/basic/orders',
      ScalableDimension: 'ecs:service:DesiredCount',
      ServiceNamespace: 'ecs',
      MinCapacity: 1,
      MaxCapacity: 4,
    },
  },
  ErrorRate: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'error-rate',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Threshold: 5,
      Metrics: [{ Id: 'rate', Expression: '100 * 2', ReturnData: true }],
    },
  },
  Trouble: {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: { AlarmName: 'trouble', AlarmRule: 'ALARM("error-rate")' },
  },
};
const outputs = {
  Nat: { Ref: 'Nat' },
  Address: { Ref: 'Address' },
  Allocation: { 'Fn::GetAtt': ['Address', 'AllocationId'] },
  Link: { Ref: 'Link' },
  Scaling: { Ref: 'Scaling' },
  ErrorRate: { 'Fn::GetAtt': ['ErrorRate', 'Arn'] },
  Trouble: { 'Fn::GetAtt': ['Trouble', 'Arn'] },
};

test('deploys, updates and deletes a stack of types that do nothing on one machine', async () => {
  const created = await stacks.create('network', network, outputs);

  expect(created).toEqual({
    Nat: expect.stringMatching(/^nat-[0-9a-f]{17}$/),
    Address: expect.stringMatching(/^203\.0\.113\.\d+$/),
    Allocation: expect.stringMatching(/^eipalloc-[0-9a-f]{17}$/),
    Link: expect.stringMatching(/^[0-9a-f]{6}$/),
    Scaling: 'service/basic/orders|ecs:service:DesiredCount|ecs',
    ErrorRate: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:error-rate',
    Trouble: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:trouble',
  });

  const more = { ...network.Scaling, Properties: { ...network.Scaling.Properties, MaxCapacity: 8 } };
  const updated = await stacks.update('network', { ...network, Scaling: more }, outputs);

  expect(updated).toEqual(created);

  await stacks.delete('network');
  await expect(stacks.create('network', network, outputs)).resolves.toEqual(created);
});
