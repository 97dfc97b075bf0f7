import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { HttpNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import type { Construct } from 'constructs';
import type { OrdersEnv } from '../../app-services/orders/env';
import type { ProductsEnv } from '../../app-services/products/env';
import type { UsersEnv } from '../../app-services/users/env';
import { SERVICE_PORT } from '../../lambdas/shared/contracts/service-port';
import { POOL_PATH, SERVICES, type ServiceName } from '../../lambdas/shared/contracts/tiers';
import type { Config } from '../config';
import { allowedOrigins } from '../constructs/allowed-origins';
import { OperatorAlarms } from '../constructs/operator-alarms';
import { watchPooledService } from '../constructs/pool-alarms';
import { PooledService } from '../constructs/pooled-service';
import type { ControlPlaneStack } from './control-plane-stack';
import type { SharedInfraStack } from './shared-infra-stack';

export interface TenantTemplateBasicStackProps extends StackProps {
  config: Config;
  controlPlane: ControlPlaneStack;
  sharedInfra: SharedInfraStack;
}

/** The basic cluster with the services that all Basic tenants share. */
export class TenantTemplateBasicStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { config, controlPlane, sharedInfra, ...props }: TenantTemplateBasicStackProps,
  ) {
    super(scope, id, props);
    const { vpc } = sharedInfra.network;
    const cluster = new Cluster(this, 'Cluster', {
      clusterName: POOL_PATH,
      vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
      enableFargateCapacityProviders: true,
    });
    const namespace = new HttpNamespace(this, 'Namespace', {
      name: POOL_PATH,
      description: 'Service Connect names of the pooled services',
    });
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/${config.prefix}/${POOL_PATH}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const alarms = new OperatorAlarms(this, 'Alarms', controlPlane.alarmTopic);
    const environment = environmentOf(config, sharedInfra, this.region);
    const [cell] = sharedInfra.cells;
    SERVICES.forEach((name, index) => {
      const service = new PooledService(this, name, {
        config,
        name,
        priority: index + 1,
        environment: environment[name],
        vpc,
        cluster,
        namespace,
        listener: cell.listener,
        // Both are complete where they are made: nothing of this stack may write into that one.
        securityGroup: SecurityGroup.fromSecurityGroupId(
          this,
          `${name}SecurityGroup`,
          sharedInfra.poolSecurityGroup.securityGroupId,
          { mutable: false },
        ),
        taskRole: sharedInfra.taskRoles.pool[name].withoutPolicyUpdates(),
        executionRole: sharedInfra.taskRoles.execution.withoutPolicyUpdates(),
        logGroup,
      });
      watchPooledService(alarms, name, service, cell.loadBalancer);
    });
  }
}

/** What each pooled service's task gets: typed by the service's own schema. */
function environmentOf(
  config: Config,
  { tables, signOuts, tenantPool, taskRoles }: SharedInfraStack,
  region: string,
): Record<ServiceName, Record<string, string>> {
  const common = {
    PORT: String(SERVICE_PORT),
    TENANCY: 'pooled',
    AWS_REGION: region,
    USER_POOL_ID: tenantPool.userPool.userPoolId,
    APP_CLIENT_ID: tenantPool.client.userPoolClientId,
    CORS_ALLOWED_ORIGIN: allowedOrigins(config).tenantApi,
    ...(config.endpoints.jwksBaseUrl && { JWKS_BASE_URL: config.endpoints.jwksBaseUrl }),
  } as const;
  const tenantData = { TENANT_DATA_ROLE_ARN: taskRoles.tenantData.roleArn };
  const orders = {
    ...common,
    ...tenantData,
    SERVICE_NAME: 'orders',
    TABLE_NAME: tables.byName.orders.tableName,
    PRODUCTS_URL: `http://products-api:${SERVICE_PORT}`,
  } satisfies OrdersEnv;
  const products = {
    ...common,
    ...tenantData,
    SERVICE_NAME: 'products',
    TABLE_NAME: tables.byName.products.tableName,
  } satisfies ProductsEnv;
  const users = {
    ...common,
    SERVICE_NAME: 'users',
    SIGN_OUTS_TABLE_NAME: signOuts.pooled.tableName,
    SIGN_OUTS_ROLE_ARN: taskRoles.tenantSignOuts.roleArn,
  } satisfies UsersEnv;
  return { orders, products, users };
}
