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

  /** `<port> <group> <what>` of each rule, groups by their names in the templates. */
  const between = (rules: Rule[], of: 'SourceSecurityGroupId' | 'DestinationSecurityGroupId') =>
    (rules as (Rule & Record<string, unknown>)[])
      .filter((rule) => rule[of])
      .map((rule) => `${nameOf(rule.GroupId)} ${rule.FromPort} ${nameOf(rule[of])}`)
      .sort();
  const nameOf = (reference: unknown): string =>
    /(cell\d|Pool|Verifier).*?(LoadBalancer|Link)?SecurityGroup/
      .exec(JSON.stringify(reference))
      ?.slice(1)
      .join('') ?? '';

  it('admit to a load balancer its own VPC link and VerifyTenant, to the pool its balancer and itself', () => {
    expect(between(ingress, 'SourceSecurityGroupId')).toEqual(
      [
        ...['cell0', 'cell1'].flatMap((cell) => [
          `${cell}LoadBalancer 80 Verifier`,
          `${cell}LoadBalancer 80 ${cell}Link`,
        ]),
        'Pool 3010 Pool',
        'Pool 3010 cell0LoadBalancer',
      ].sort(),
    );
  });

  it('let out of a VPC link to its own load balancer, and of the pool to itself', () => {
    expect(between(egress, 'DestinationSecurityGroupId')).toEqual(
      [
        ...['cell0', 'cell1'].flatMap((cell) => [
          `Verifier 80 ${cell}LoadBalancer`,
          `${cell}Link 80 ${cell}LoadBalancer`,
        ]),
        // One for each pooled service.
        ...Array(3).fill('cell0LoadBalancer 3010 Pool'),
        'Pool 3010 Pool',
      ].sort(),
    );
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

  it('log no addresses, in which persons stand, and drop headers that are not HTTP', () => {
    for (const { Properties } of balancers) {
      expect(JSON.stringify(Properties.LoadBalancerAttributes)).not.toContain('_logs.');
      expect(Properties.LoadBalancerAttributes).toEqual(
        expect.arrayContaining([
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

  it('lets nothing but HTTPS out of the private subnets, and in only what is its own or a reply', () => {
    const entries = ofType('AWS::EC2::NetworkAclEntry').map(({ Properties }) => Properties);
    const shown = entries
      .sort((a, b) => a.RuleNumber - b.RuleNumber)
      .map(
        ({ Egress, CidrBlock, PortRange, RuleAction }) =>
          `${RuleAction} ${Egress ? 'out to' : 'in from'} ${CidrBlock} ${PortRange.From}-${PortRange.To}`,
      );

    expect(shown).toEqual([
      'allow out to 0.0.0.0/0 443-443',
      `allow out to ${config.network.cidr} 80-80`,
      `allow out to ${config.network.cidr} 1024-65535`,
      `allow in from ${config.network.cidr} 0-65535`,
      'allow in from 0.0.0.0/0 1024-65535',
    ]);
    const associated = ofType('AWS::EC2::SubnetNetworkAclAssociation').map(
      ({ Properties }) => Properties.SubnetId.Ref,
    );
    expect(associated).toHaveLength(2);
    for (const subnet of associated) expect(subnet).toMatch(/privateSubnet/);
  });

  it('reaches DynamoDB and S3 without leaving AWS', () => {
    const endpoints = ofType('AWS::EC2::VPCEndpoint');

    expect(endpoints.map(({ Properties }) => Properties.VpcEndpointType)).toEqual(['Gateway', 'Gateway']);
  });

  it('lets through to DynamoDB and S3 what tasks do, and nothing by credentials of another account', () => {
    const statements = ofType('AWS::EC2::VPCEndpoint').map(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );

    const { account, region } = config;
    expect(statements).toEqual([
      [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
            (name) => `dynamodb:${name}`,
          ),
          Resource: `arn:aws:dynamodb:${region}:${account}:table/*`,
          Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
        },
      ],
      [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
        },
      ],
    ]);
  });

  it('logs what it refuses', () => {
    expect(ofType('AWS::EC2::FlowLog').map(({ Properties }) => Properties.TrafficType)).toEqual(['REJECT']);
  });

  it('has as many NAT gateways as configured, and interface endpoints instead where there is none', () => {
    const closed = buildTemplates({
      network: { natGateways: 0, interfaceEndpoints: 'ecr.api,ecr.dkr,logs,sts,cognito-idp' },
    });

    for (const { name, Properties } of closed.ofType('AWS::EC2::VPCEndpoint')) {
      if (Properties.VpcEndpointType !== 'Interface') continue;
      // Tokens' keys are public: who fetches them signs no request.
      const operator = /cognitoidp/.test(name) ? 'StringEqualsIfExists' : 'StringEquals';
      expect(Properties.PolicyDocument.Statement[0].Condition).toEqual({
        [operator]: { 'aws:PrincipalAccount': config.account },
      });
    }
    expect(ofType('AWS::EC2::NatGateway')).toHaveLength(1);
    expect(closed.ofType('AWS::EC2::NatGateway')).toHaveLength(0);
    expect(
      closed
        .ofType('AWS::EC2::VPCEndpoint')
        .filter(({ Properties }) => Properties.VpcEndpointType === 'Interface'),
    ).toHaveLength(5);
  });

  it('holds the function that verifies tenants, and no other', () => {
    const inside = ofType('AWS::Lambda::Function').filter(({ Properties }) => Properties.VpcConfig);

    expect(inside.map(({ name }) => name)).toEqual([
      expect.stringMatching(/verifytenant/),
      expect.stringMatching(/verifyisolation/),
    ]);
  });
});

describe('connections of tenants', () => {
  const policyOf = (built: ReturnType<typeof buildTemplates>) =>
    built
      .ofType('AWS::ApiGateway::RestApi')
      .map(({ Properties }) => [Properties.SecurityPolicy, Properties.EndpointAccessMode]);

  it('are TLS 1.2 or later, in every cell', () => {
    const each = ['SecurityPolicy_TLS13_1_2_PQ_2025_09', 'STRICT'];

    expect(policyOf(buildTemplates({ cells: { count: 2 } }))).toEqual([each, each]);
  });

  it('are TLS 1.3 alone where that is configured, and never less than 1.2', () => {
    expect(policyOf(buildTemplates({ tlsPolicy: 'SecurityPolicy_TLS13_1_3_2025_09' }))).toEqual([
      ['SecurityPolicy_TLS13_1_3_2025_09', 'STRICT'],
    ]);
    expect(() => buildTemplates({ tlsPolicy: 'TLS_1_0' })).toThrow(/tlsPolicy/);
  });
});
