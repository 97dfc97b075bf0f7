import { buildTemplates } from '../../builders/stacks';

const { ofType, config } = buildTemplates({ cells: { count: 2 } });

interface Rule {
  CidrIp?: unknown;
  CidrIpv6?: unknown;
  FromPort?: number;
  ToPort?: number;
  IpProtocol?: string;
}

const groups = ofType('AWS::EC2::SecurityGroup');
const ingress: Rule[] = [
  ...groups.flatMap(({ Properties }) => Properties.SecurityGroupIngress ?? []),
  ...ofType('AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties),
];
const egress: Rule[] = [
  ...groups.flatMap(({ Properties }) => Properties.SecurityGroupEgress ?? []),
  ...ofType('AWS::EC2::SecurityGroupEgress').map(({ Properties }) => Properties),
];

describe('security groups', () => {
  it('admit other security groups only, never an address', () => {
    expect(ingress.length).toBeGreaterThan(4);
    expect(ingress.filter(({ CidrIp, CidrIpv6 }) => CidrIp || CidrIpv6)).toEqual([]);
  });

  it('admit to the two ports that something listens on', () => {
    expect(new Set(ingress.map(({ FromPort, ToPort }) => `${FromPort}-${ToPort}`))).toEqual(
      new Set(['80-80', '3010-3010']),
    );
  });

  it('let out to the internet nothing but HTTPS, and that from tasks only', () => {
    const outside = egress.filter(({ CidrIp }) => CidrIp === '0.0.0.0/0');

    expect(outside.map(({ FromPort, ToPort, IpProtocol }) => ({ FromPort, ToPort, IpProtocol }))).toEqual([
      { FromPort: 443, ToPort: 443, IpProtocol: 'tcp' },
    ]);
  });

  it('let load balancers out to tasks only', () => {
    const inside = egress.filter(({ CidrIp }) => CidrIp === config.network.cidr);

    expect(inside).toHaveLength(2);
    expect(inside.map(({ FromPort, ToPort }) => [FromPort, ToPort])).toEqual([
      [3010, 3010],
      [3010, 3010],
    ]);
  });

  it('say of every rule what it is for', () => {
    const silent = [...ingress, ...egress].filter((rule) => !(rule as { Description?: string }).Description);

    expect(silent).toEqual([]);
  });
});

describe('load balancers', () => {
  const balancers = ofType('AWS::ElasticLoadBalancingV2::LoadBalancer');

  it('are one a cell, inside the network, named for their cell', () => {
    expect(balancers.map(({ Properties }) => [Properties.Name, Properties.Scheme])).toEqual([
      ['ecs-saas-cell-0', 'internal'],
      ['ecs-saas-cell-1', 'internal'],
    ]);
  });

  it('log who asked, and drop headers that are not HTTP', () => {
    for (const { Properties } of balancers) {
      expect(Properties.LoadBalancerAttributes).toEqual(
        expect.arrayContaining([
          { Key: 'access_logs.s3.enabled', Value: 'true' },
          { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
          { Key: 'deletion_protection.enabled', Value: 'true' },
        ]),
      );
    }
  });

  it('answer 404 where no tenant has a rule', () => {
    for (const { Properties } of ofType('AWS::ElasticLoadBalancingV2::Listener')) {
      expect(Properties.DefaultActions[0].FixedResponseConfig.StatusCode).toBe('404');
    }
  });
});

describe('the network', () => {
  it('spans two zones, with private subnets for tasks and load balancers', () => {
    const subnets = ofType('AWS::EC2::Subnet');

    expect(subnets).toHaveLength(4);
    expect(subnets.filter(({ Properties }) => Properties.MapPublicIpOnLaunch)).toEqual([]);
  });

  it('reaches DynamoDB and S3 without leaving AWS', () => {
    const endpoints = ofType('AWS::EC2::VPCEndpoint');

    expect(endpoints.map(({ Properties }) => Properties.VpcEndpointType)).toEqual(['Gateway', 'Gateway']);
  });

  it('logs what it refuses', () => {
    expect(ofType('AWS::EC2::FlowLog').map(({ Properties }) => Properties.TrafficType)).toEqual(['REJECT']);
  });

  it('has as many NAT gateways as configured, and interface endpoints instead where there is none', () => {
    const closed = buildTemplates({
      network: { natGateways: 0, interfaceEndpoints: 'ecr.api,ecr.dkr,logs' },
    });

    expect(ofType('AWS::EC2::NatGateway')).toHaveLength(1);
    expect(closed.ofType('AWS::EC2::NatGateway')).toHaveLength(0);
    expect(
      closed
        .ofType('AWS::EC2::VPCEndpoint')
        .filter(({ Properties }) => Properties.VpcEndpointType === 'Interface'),
    ).toHaveLength(3);
  });

  it('holds the function that verifies tenants, and no other', () => {
    const inside = ofType('AWS::Lambda::Function').filter(({ Properties }) => Properties.VpcConfig);

    expect(inside.map(({ name }) => name)).toEqual([expect.stringMatching(/verifytenant/)]);
  });
});
