import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AclCidr,
  AclTraffic,
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  NetworkAcl,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  TrafficDirection,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { statementOf } from './grants';
import { explain } from './nag-reasons';
import { ITEM_ACTIONS } from './task-roles';

/** Two zones; tasks and load balancers in private subnets, which reach AWS through NAT and endpoints. */
export class Network extends Construct {
  readonly vpc: Vpc;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    const { cidr, natGateways, interfaceEndpoints } = config.network;
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: 2,
      natGateways,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        {
          name: 'private',
          // 4,091 addresses a zone: one a task, and a silo tenant has three tasks at least.
          cidrMask: 20,
          subnetType: natGateways > 0 ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED,
        },
      ],
    });
    this.limitPrivateSubnets(cidr);
    this.addGatewayEndpoints();
    if (interfaceEndpoints.length > 0) this.addEndpoints(cidr, interfaceEndpoints);
    this.addFlowLogs(config);
  }

  /**
   * The way out of the private subnets is HTTPS, whatever a security group lets out: those of silo tenants are made
   * while the system runs, and EC2 gives each a rule that lets everything out. Between subnets, security groups decide
   * who is admitted. Replies pass too: a network ACL knows no connections.
   */
  private limitPrivateSubnets(cidr: string): void {
    const acl = new NetworkAcl(this, 'PrivateAcl', {
      vpc: this.vpc,
      subnetSelection: { subnetGroupName: 'private' },
    });
    const [inside, anywhere] = [AclCidr.ipv4(cidr), AclCidr.anyIpv4()];
    const { EGRESS, INGRESS } = TrafficDirection;
    const entries: [string, TrafficDirection, AclCidr, AclTraffic][] = [
      ['ToAws', EGRESS, anywhere, AclTraffic.tcpPort(443)],
      ['ToLoadBalancers', EGRESS, inside, AclTraffic.tcpPort(80)],
      ['ToTasksAndReplies', EGRESS, inside, AclTraffic.tcpPortRange(1024, 65535)],
      ['FromInside', INGRESS, inside, AclTraffic.tcpPortRange(0, 65535)],
      ['RepliesOfAws', INGRESS, anywhere, AclTraffic.tcpPortRange(1024, 65535)],
    ];
    for (const [index, [name, direction, from, traffic]] of entries.entries()) {
      acl.addEntry(name, { ruleNumber: 100 + 10 * index, direction, cidr: from, traffic });
    }
    explain(acl, OUT_BY_HTTPS);
  }

  /** They cost nothing, and let through what tasks need: a stolen credential of another account reaches no data here. */
  private addGatewayEndpoints(): void {
    const { partition, region, account } = Stack.of(this);
    const dynamodb = this.vpc.addGatewayEndpoint('DynamoDb', {
      service: GatewayVpcEndpointAwsService.DYNAMODB,
    });
    dynamodb.addToPolicy(
      statementOf(
        {
          actions: ITEM_ACTIONS,
          resources: [
            Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: '*' }),
          ],
          conditions: { StringEquals: { 'aws:PrincipalAccount': account } },
          because: 'Which of the tables a task reaches is for its role to say.',
        },
        [new AnyPrincipal()],
      ),
    );
    const s3 = this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    s3.addToPolicy(
      statementOf(
        {
          actions: ['s3:GetObject'],
          resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
          because:
            "ECR hands out links to its own bucket, in which images' layers are named by their digests.",
        },
        [new AnyPrincipal()],
      ),
    );
  }

  private addEndpoints(cidr: string, names: string[]): void {
    const securityGroup = new SecurityGroup(this, 'EndpointsSecurityGroup', {
      vpc: this.vpc,
      description: 'AWS services inside the network',
      allowAllOutbound: false,
    });
    securityGroup.addIngressRule(Peer.ipv4(cidr), Port.tcp(443), 'from the network');
    for (const name of names) {
      const endpoint = this.vpc.addInterfaceEndpoint(`Endpoint-${name}`, {
        service: new InterfaceVpcEndpointAwsService(name),
        securityGroups: [securityGroup],
        open: false,
      });
      // No way out for data by somebody else's credentials. What each of ours may do is for its role to say. The keys
      // that sign users' tokens are fetched from Cognito by nobody in particular.
      const operator = name === 'cognito-idp' ? 'StringEqualsIfExists' : 'StringEquals';
      endpoint.addToPolicy(
        new PolicyStatement({
          principals: [new AnyPrincipal()],
          actions: ['*'],
          resources: ['*'],
          conditions: { [operator]: { 'aws:PrincipalAccount': Stack.of(this).account } },
        }),
      );
    }
  }

  private addFlowLogs({ prefix, logRetentionDays }: Config): void {
    const logGroup = new LogGroup(this, 'FlowLogs', {
      logGroupName: `/${prefix}/network`,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'FlowLogsRole', {
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com'),
      description: "Writes the network's flow logs",
    });
    this.vpc.addFlowLog('Flows', {
      destination: FlowLogDestination.toCloudWatchLogs(logGroup, role),
      // Accepted traffic is what tasks do all day; refused traffic is what one looks for.
      trafficType: FlowLogTrafficType.REJECT,
    });
  }
}

const OUT_BY_HTTPS = {
  id: 'AwsSolutions-VPC3',
  reason:
    'Five entries that never change, for one purpose: nothing but HTTPS leaves the private subnets, also where a security group would let it out.',
};
