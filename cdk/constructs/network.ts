import { RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config';

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
      gatewayEndpoints: {
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        // Layers of images come from S3.
        S3: { service: GatewayVpcEndpointAwsService.S3 },
      },
    });
    if (interfaceEndpoints.length > 0) this.addEndpoints(cidr, interfaceEndpoints);
    this.addFlowLogs(config);
  }

  private addEndpoints(cidr: string, names: string[]): void {
    const securityGroup = new SecurityGroup(this, 'EndpointsSecurityGroup', {
      vpc: this.vpc,
      description: 'AWS services inside the network',
      allowAllOutbound: false,
    });
    securityGroup.addIngressRule(Peer.ipv4(cidr), Port.tcp(443), 'from the network');
    for (const name of names) {
      this.vpc.addInterfaceEndpoint(`Endpoint-${name}`, {
        service: new InterfaceVpcEndpointAwsService(name),
        securityGroups: [securityGroup],
        open: false,
      });
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
