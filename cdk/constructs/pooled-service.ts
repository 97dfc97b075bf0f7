import { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  Capability,
  ContainerImage,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LinuxParameters,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListenerRule,
  ApplicationProtocol,
  ApplicationTargetGroup,
  type IApplicationListener,
  ListenerAction,
  ListenerCondition,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IHttpNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import { Construct } from 'constructs';
import { SERVICE_PORT } from '../../lambdas/shared/contracts/service-port';
import { POOL_PATH, type ServiceName } from '../../lambdas/shared/contracts/tiers';
import { type Config, imageOf } from '../config';
import { explain } from './nag-reasons';

export interface PooledServiceProps {
  config: Config;
  name: ServiceName;
  /** Listener rule priority: 1 to 3 are the pool's. */
  priority: number;
  environment: Record<string, string>;
  vpc: IVpc;
  cluster: ICluster;
  namespace: IHttpNamespace;
  listener: IApplicationListener;
  securityGroup: ISecurityGroup;
  taskRole: IRole;
  executionRole: IRole;
  logGroup: ILogGroup;
}

/** One service that all Basic tenants share: tasks, target group, listener rule, Service Connect name, scaling. */
export class PooledService extends Construct {
  readonly service: FargateService;
  readonly targetGroup: ApplicationTargetGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PooledServiceProps,
  ) {
    super(scope, id);
    const { config, name, cluster, namespace, securityGroup } = props;
    this.targetGroup = this.createTargetGroup();
    const rule = this.createRule();
    this.service = new FargateService(this, 'Service', {
      serviceName: name,
      cluster,
      taskDefinition: this.createTaskDefinition(),
      desiredCount: config.services.desiredCount,
      assignPublicIp: false,
      vpcSubnets: { subnetGroupName: 'private' },
      securityGroups: [securityGroup],
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      // A version that does not become healthy is taken back without anybody's doing.
      circuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriod: Duration.seconds(30),
      serviceConnectConfiguration: {
        namespace: namespace.namespaceArn,
        services: [
          {
            portMappingName: `${name}-api`,
            discoveryName: `${name}-api`,
            dnsName: `${name}-api`,
            port: SERVICE_PORT,
          },
        ],
        logDriver: this.logsOf('service-connect'),
      },
    });
    this.targetGroup.addTarget(
      this.service.loadBalancerTarget({ containerName: name, containerPort: SERVICE_PORT }),
    );
    // ECS refuses a service whose target group no listener uses yet.
    this.service.node.addDependency(rule);
    this.scale();
  }

  private createTaskDefinition(): FargateTaskDefinition {
    const { config, name, taskRole, executionRole, environment } = this.props;
    const taskDefinition = new FargateTaskDefinition(this, 'Task', {
      family: `${config.prefix}-${POOL_PATH}-${name}`,
      cpu: config.services.cpu,
      memoryLimitMiB: config.services.memory,
      taskRole,
      executionRole,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.of(config.services.architecture),
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    const linuxParameters = new LinuxParameters(this, 'Linux', { initProcessEnabled: true });
    linuxParameters.dropCapabilities(Capability.ALL);
    taskDefinition.addContainer(name, {
      image: ContainerImage.fromRegistry(imageOf(config, taskDefinition, name)),
      environment,
      // The unprivileged user of the official Node.js image.
      user: '1000',
      readonlyRootFilesystem: true,
      linuxParameters,
      portMappings: [{ name: `${name}-api`, containerPort: SERVICE_PORT }],
      healthCheck: {
        command: ['CMD', 'node', '-e', HEALTHY(name)],
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        retries: 3,
        startPeriod: Duration.seconds(10),
      },
      // Requests in flight end first: API Gateway waits 29 s for any of them.
      stopTimeout: Duration.seconds(35),
      logging: this.logsOf(name),
    });
    explain(taskDefinition, {
      id: 'AwsSolutions-ECS2',
      reason:
        "The environment holds names of resources and addresses, no secret: data is reached by the task's role.",
    });
    return taskDefinition;
  }

  private logsOf(streamPrefix: string): LogDriver {
    return LogDriver.awsLogs({ logGroup: this.props.logGroup, streamPrefix });
  }

  private createTargetGroup(): ApplicationTargetGroup {
    const { vpc, name, config } = this.props;
    return new ApplicationTargetGroup(this, 'Targets', {
      targetGroupName: `${config.prefix}-${POOL_PATH}-${name}`,
      vpc,
      port: SERVICE_PORT,
      protocol: ApplicationProtocol.HTTP,
      targetType: TargetType.IP,
      healthCheck: {
        path: `/${name}/health`,
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
      },
      deregistrationDelay: Duration.seconds(30),
    });
  }

  private createRule(): ApplicationListenerRule {
    const { listener, name, priority } = this.props;
    return new ApplicationListenerRule(this, 'Rule', {
      listener,
      priority,
      conditions: [
        ListenerCondition.httpHeader('tenantPath', [POOL_PATH]),
        ListenerCondition.pathPatterns([`/${name}`, `/${name}/*`]),
      ],
      action: ListenerAction.forward([this.targetGroup]),
    });
  }

  private scale(): void {
    const { desiredCount, maxCount, targetCpuPercent } = this.props.config.services;
    if (maxCount <= desiredCount) return;
    const scaling = this.service.autoScaleTaskCount({ minCapacity: desiredCount, maxCapacity: maxCount });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: targetCpuPercent });
  }
}

/** The image has no curl; the service answers on its own port. */
const HEALTHY = (name: string): string =>
  `fetch('http://127.0.0.1:${SERVICE_PORT}/${name}/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
