import { Duration, Stack } from 'aws-cdk-lib';
import { type CfnAccount, IdentitySource, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { CfnVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { type ISecurityGroup, type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { SERVICE_PORT } from '../../lambdas/shared/contracts/service-port';
import type { Cell as CellDescription } from '../../lambdas/shared/contracts/workflow';
import { type CellPlan, cellParameterPrefix } from '../cells';
import { type Config, fillTemplate } from '../config';
import { allowedOrigins } from './allowed-origins';
import { explain } from './nag-reasons';
import { TenantApi } from './tenant-api';
import { TenantRoutes } from './tenant-routes';
import type { WorkloadFunction } from './workload-function';

export interface CellProps {
  config: Config;
  plan: CellPlan;
  vpc: IVpc;
  authorizer: WorkloadFunction;
  /** Shows a tenant its plan. */
  planFunction: IFunction;
  /** Of the function that verifies a new tenant by a request of its own. */
  verifierSecurityGroup: ISecurityGroup;
  /** API Gateway's right to write logs, which every stage needs. */
  loggingAccount: CfnAccount;
}

/**
 * One cell: REST API → VPC link → internal load balancer → listener, on which the pool and silo tenants have rules.
 * Routing scales by cells, since a load balancer takes 100 target groups.
 */
export class Cell extends Construct {
  readonly id: string;
  readonly api: TenantApi;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly loadBalancerSecurityGroup: SecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CellProps,
  ) {
    super(scope, id);
    const { config, plan, vpc } = props;
    this.id = plan.id;
    this.loadBalancerSecurityGroup = new SecurityGroup(this, 'LoadBalancerSecurityGroup', {
      vpc,
      description: `${plan.id}: load balancer`,
      allowAllOutbound: false,
    });
    this.loadBalancer = this.createLoadBalancer(config);
    this.listener = this.loadBalancer.addListener('Http', {
      port: 80,
      protocol: ApplicationProtocol.HTTP,
      open: false,
      defaultAction: ListenerAction.fixedResponse(404, {
        contentType: 'application/json',
        messageBody: '{"message":"No tenant is served at this path"}',
      }),
    });
    this.api = new TenantApi(this, 'Api', props);
    new TenantRoutes(this, 'Routes', {
      api: this.api.restApi,
      authorizer: new RequestAuthorizer(this, 'Authorizer', {
        handler: props.authorizer.function,
        identitySources: [IdentitySource.header('Authorization')],
        resultsCacheTtl: Duration.seconds(config.authorizerCacheSeconds),
      }),
      vpcLink: this.createVpcLink(),
      loadBalancer: this.loadBalancer,
      corsOrigin: allowedOrigins(config).tenantApi,
      plan: props.planFunction,
    });
    this.describe();
  }

  private createLoadBalancer(config: Config): ApplicationLoadBalancer {
    const { vpc, plan, verifierSecurityGroup } = this.props;
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      loadBalancerName: `${config.prefix}-${plan.id}`,
      vpc,
      internetFacing: false,
      vpcSubnets: { subnetGroupName: 'private' },
      securityGroup: this.loadBalancerSecurityGroup,
      dropInvalidHeaderFields: true,
      deletionProtection: config.deletionProtection,
      // Longer than API Gateway's 29 s, so that it is the gateway that gives up and says so.
      idleTimeout: Duration.seconds(35),
    });
    explain(loadBalancer, NO_PATHS_IN_LOGS);
    // Tasks of silo tenants get security groups while the system runs; all live in this network, on one port.
    this.loadBalancerSecurityGroup.addEgressRule(
      Peer.ipv4(config.network.cidr),
      Port.tcp(SERVICE_PORT),
      'to tasks',
    );
    this.loadBalancerSecurityGroup.addIngressRule(verifierSecurityGroup, Port.tcp(80), 'from VerifyTenant');
    return loadBalancer;
  }

  private createVpcLink(): CfnVpcLink {
    const { vpc, plan, config } = this.props;
    const securityGroup = new SecurityGroup(this, 'LinkSecurityGroup', {
      vpc,
      description: `${plan.id}: VPC link of the REST API`,
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(this.loadBalancerSecurityGroup, Port.tcp(80), 'to the load balancer');
    this.loadBalancerSecurityGroup.addIngressRule(securityGroup, Port.tcp(80), 'from the REST API');
    return new CfnVpcLink(this, 'VpcLink', {
      name: `${config.prefix}-${plan.id}`,
      subnetIds: vpc.selectSubnets({ subnetGroupName: 'private' }).subnetIds,
      securityGroupIds: [securityGroup.securityGroupId],
    });
  }

  /** The cell as the workflow reads it, under `<prefix>/<cell id>`. */
  private describe(): void {
    const { config, plan } = this.props;
    const { loadBalancerUrl } = config.endpoints;
    const description: CellDescription = {
      id: plan.id,
      apiUrl: this.api.url,
      loadBalancerUrl: loadBalancerUrl
        ? fillTemplate(loadBalancerUrl, { loadBalancerName: `${config.prefix}-${plan.id}` })
        : `http://${this.loadBalancer.loadBalancerDnsName}`,
      listenerArn: this.listener.listenerArn,
      loadBalancerSecurityGroupId: this.loadBalancerSecurityGroup.securityGroupId,
    };
    new StringParameter(this, 'Description', {
      parameterName: `${cellParameterPrefix(config)}/${plan.id}`,
      description: `Where ${plan.id} is, for onboarding`,
      stringValue: Stack.of(this).toJsonString(description),
    });
  }
}

const NO_PATHS_IN_LOGS = {
  id: 'AwsSolutions-ELB2',
  reason:
    "A load balancer's log tells whole addresses, and in those of users stands an e-mail. The gateway, the one way in, logs each request by its route.",
};
