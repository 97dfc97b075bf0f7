import { CfnOutput, Duration, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SERVICE_PORT } from '../../lambdas/shared/contracts/service-port';
import { environmentSchema as authorizerSchema } from '../../lambdas/tenant-access/authorize-request/env';
import { environmentSchema as planSchema } from '../../lambdas/tenant-access/show-plan/env';
import { cellsOf } from '../cells';
import type { Config } from '../config';
import { AccessLogsBucket } from '../constructs/access-logs-bucket';
import { allowedOrigins } from '../constructs/allowed-origins';
import { Cell } from '../constructs/cell';
import { watchAuthorizer, watchCell } from '../constructs/cell-alarms';
import { explain } from '../constructs/nag-reasons';
import { Network } from '../constructs/network';
import { OperatorAlarms } from '../constructs/operator-alarms';
import { PooledTables } from '../constructs/pooled-tables';
import { Portals } from '../constructs/portals';
import { onItems } from '../constructs/registry-grants';
import { SignOuts } from '../constructs/sign-outs';
import { TaskRoles } from '../constructs/task-roles';
import { TenantPool } from '../constructs/tenant-pool';
import { anyUsagePlan } from '../constructs/usage-plan-grants';
import { UsagePlans } from '../constructs/usage-plans';
import { WorkloadFunction } from '../constructs/workload-function';
import type { ControlPlaneStack } from './control-plane-stack';

export interface SharedInfraStackProps extends StackProps {
  config: Config;
  controlPlane: ControlPlaneStack;
}

/** What tenants share: network, cells with their gateways, the pool's data and identity, and roles of tasks. */
export class SharedInfraStack extends Stack {
  readonly network: Network;
  readonly tables: PooledTables;
  readonly signOuts: SignOuts;
  readonly tenantPool: TenantPool;
  readonly taskRoles: TaskRoles;
  /** Of the pooled services' tasks. */
  readonly poolSecurityGroup: SecurityGroup;
  /** Of the function that verifies a new tenant through the load balancer. */
  readonly verifierSecurityGroup: SecurityGroup;
  readonly cells: [Cell, ...Cell[]];
  readonly usagePlans: UsagePlans;

  constructor(scope: Construct, id: string, { config, controlPlane, ...props }: SharedInfraStackProps) {
    super(scope, id, props);
    this.network = new Network(this, 'Network', { config });
    const { vpc } = this.network;
    this.tables = new PooledTables(this, 'Tables', { config });
    this.signOuts = new SignOuts(this, 'SignOuts', { config });
    this.tenantPool = new TenantPool(this, 'TenantPool', { config });
    this.taskRoles = new TaskRoles(this, 'TaskRoles', {
      config,
      tables: this.tables.byName,
      signOuts: this.signOuts,
      userPool: this.tenantPool.userPool,
    });
    this.verifierSecurityGroup = new SecurityGroup(this, 'VerifierSecurityGroup', {
      vpc,
      description: 'VerifyTenant, which asks new services through the load balancers',
      allowAllOutbound: false,
    });
    const authorizer = this.authorizer(config, controlPlane);
    const showPlan = this.planFunction(config, controlPlane);
    const loggingAccount = this.gatewayLogging();
    const [first, ...rest] = cellsOf(config).map(
      (plan) =>
        new Cell(this, plan.id, {
          config,
          plan,
          vpc,
          authorizer,
          planFunction: showPlan.function,
          verifierSecurityGroup: this.verifierSecurityGroup,
          loggingAccount,
        }),
    );
    this.cells = [first as Cell, ...rest];
    this.poolSecurityGroup = this.tasksOfThePool();
    for (const cell of this.cells) {
      this.verifierSecurityGroup.addEgressRule(cell.loadBalancerSecurityGroup, Port.tcp(80), `to ${cell.id}`);
    }
    this.usagePlans = new UsagePlans(this, 'UsagePlans', { config, cells: this.cells });

    const alarms = new OperatorAlarms(this, 'Alarms', controlPlane.alarmTopic);
    for (const cell of this.cells) watchCell(alarms, cell);
    watchAuthorizer(alarms, authorizer);

    const accessLogs = new AccessLogsBucket(this, 'AccessLogs', { config });
    new Portals(this, 'Portals', {
      config,
      accessLogs: accessLogs.bucket,
      adminApiUrl: controlPlane.adminApiUrl,
      gatewayUrls: this.cells.map(({ api }) => api.url),
    });

    this.cells.forEach((cell, index) => {
      new CfnOutput(this, index === 0 ? 'ApiGatewayUrl' : `ApiGatewayUrl${index}`, { value: cell.api.url });
    });
  }

  /** The first two zones of the region, whichever they are: asking for their names would need a lookup. */
  override get availabilityZones(): string[] {
    return [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
  }

  private authorizer(config: Config, { registry }: ControlPlaneStack): WorkloadFunction {
    return new WorkloadFunction(this, 'Authorizer', {
      config,
      path: 'tenant-access/authorize-request',
      description: "Admits a tenant's requests, and names its key and where it is routed",
      schema: authorizerSchema,
      environment: {
        REGISTRY_TABLE_NAME: registry.tableName,
        SIGN_OUTS_TABLE_NAME: this.signOuts.pooled.tableName,
        SILO_SIGN_OUTS_TABLE_NAME: this.signOuts.silo.tableName,
        ...(config.endpoints.jwksBaseUrl && { JWKS_BASE_URL: config.endpoints.jwksBaseUrl }),
      },
      grants: [
        onItems(registry, ['ACCESS'], ['GetItem']),
        {
          actions: ['dynamodb:GetItem'],
          resources: [this.signOuts.pooled.tableArn, this.signOuts.silo.tableArn],
        },
      ],
      // API Gateway waits no longer for an answer that a client waits for.
      timeout: Duration.seconds(10),
    });
  }

  private planFunction(config: Config, { registry }: ControlPlaneStack): WorkloadFunction {
    const plan = new WorkloadFunction(this, 'ShowPlan', {
      config,
      path: 'tenant-access/show-plan',
      description: 'Shows a tenant its plan, and what it has used of it',
      schema: planSchema,
      environment: {
        REGISTRY_TABLE_NAME: registry.tableName,
        CORS_ALLOWED_ORIGIN: allowedOrigins(config).tenantApi,
      },
      grants: [
        onItems(registry, ['ACCESS'], ['GetItem']),
        onItems(registry, ['TENANT'], ['Query']),
        onItems(registry, ['THROTTLED'], ['BatchGetItem']),
        ...anyUsagePlan(this, ['read']),
      ],
    });
    plan.function.addPermission('Cells', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.formatArn({ service: 'execute-api', resource: '*', resourceName: 'prod/GET/plan' }),
    });
    return plan;
  }

  private tasksOfThePool(): SecurityGroup {
    const group = new SecurityGroup(this, 'PoolSecurityGroup', {
      vpc: this.network.vpc,
      description: 'Tasks of the pooled services',
      allowAllOutbound: false,
    });
    group.addIngressRule(
      this.cells[0].loadBalancerSecurityGroup,
      Port.tcp(SERVICE_PORT),
      'from the load balancer',
    );
    group.addIngressRule(group, Port.tcp(SERVICE_PORT), 'from each other, by Service Connect');
    group.addEgressRule(group, Port.tcp(SERVICE_PORT), 'to each other, by Service Connect');
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'to AWS');
    return group;
  }

  /** API Gateway writes logs of REST APIs by one role an account and region. */
  private gatewayLogging(): CfnAccount {
    const role = new Role(this, 'GatewayLogging', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      description: 'Writes logs of REST APIs',
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    explain(role, {
      id: 'AwsSolutions-IAM4',
      reason:
        "API Gateway checks for this policy's rights when an account is configured; AWS keeps it up to date.",
      appliesTo: [
        'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
      ],
    });
    return new CfnAccount(this, 'GatewayAccount', { cloudWatchRoleArn: role.roleArn });
  }
}
