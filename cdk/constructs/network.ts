import { RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { explain } from './nag-reasons';

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
    for (const name of interfaceEndpoints) {
      const endpoint = this.vpc.addInterfaceEndpoint(`Endpoint-${name}`, {
        service: new InterfaceVpcEndpointAwsService(name),
      });
      explain(endpoint, ENDPOINT_FOR_THE_NETWORK);
    }
    this.addFlowLogs(config);
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

const ENDPOINT_FOR_THE_NETWORK = {
  id: 'AwsSolutions-EC23',
  reason:
    "The endpoint admits the network's own address range on 443 only; the rule cannot see through the reference.",
};
