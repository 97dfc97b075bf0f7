import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { z } from 'zod';
import type { EnvironmentOf } from '../../lambdas/shared/environment';
import type { Config } from '../config';
import { allow, type Grant } from './grants';
import { explain } from './nag-reasons';

/** Where `npm run build` leaves the bundles. Synthesis bundles nothing. */
const BUNDLES = join(__dirname, '../../dist/lambdas');

/** CloudWatch namespace of what our functions count; the only dimension is `service`, the configured prefix. */
export const METRICS_NAMESPACE = 'EcsSaas/ControlPlane';

export interface WorkloadFunctionProps<S extends z.ZodType> {
  config: Config;
  /** `<feature>/<function>`: folder of the bundle and of the source. */
  path: string;
  description: string;
  /** The function's own schema of its environment; absent for one that needs none. */
  schema?: S;
  /** Every variable of the schema: a missing one does not compile. */
  environment: EnvironmentOf<S>;
  /** What the function may do beside writing its logs and traces. @default nothing */
  grants?: Grant[];
  /** For functions that another plane finds by it. @default one that CloudFormation makes */
  functionName?: string;
  /** @default 30 s */
  timeout?: Duration;
  /** Runs inside the network: private subnets, this security group. @default outside */
  network?: { vpc: IVpc; securityGroup: ISecurityGroup };
}

/**
 * A Lambda function of ours: its bundle, a typed environment, JSON logs in a group of its own with retention,
 * X-Ray, and a role of its own that may do what `grants` say and no more.
 */
export class WorkloadFunction<S extends z.ZodType = z.ZodType> extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: WorkloadFunctionProps<S>) {
    super(scope, id);
    const { config, path } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/${config.prefix}/functions/${path}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${path} may do`,
    });
    this.allow(
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] },
      ...(props.network ? [NETWORK_INTERFACES] : []),
      ...(props.grants ?? []),
    );
    this.function = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: config.functions.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      code: bundleOf(path),
      handler: 'index.handler',
      memorySize: config.functions.memory,
      timeout: props.timeout ?? Duration.seconds(30),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[config.functions.logLevel],
      tracing: Tracing.ACTIVE,
      environment: {
        ...(props.environment as Record<string, string>),
        POWERTOOLS_SERVICE_NAME: config.prefix,
        POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
        POWERTOOLS_LOG_LEVEL: config.functions.logLevel,
      },
      ...(props.network && { vpc: props.network.vpc, securityGroups: [props.network.securityGroup] }),
    });
    const policy = this.role.node.tryFindChild('DefaultPolicy');
    if (policy) explain(policy, X_RAY);
  }

  /** Gives the function further rights. */
  allow(...grants: Grant[]): void {
    allow(this.role, ...grants);
  }
}

/** The bundles are not there: synthesis makes none. */
export class BundleMissingError extends Error {
  override name = 'BundleMissingError';

  constructor(path: string) {
    super(`dist/lambdas/${path} is missing: run "npm run build" first`);
  }
}

function bundleOf(path: string): Code {
  const folder = join(BUNDLES, path);
  if (!existsSync(folder)) throw new BundleMissingError(path);
  return Code.fromAsset(folder, { exclude: ['*.map'] });
}

/** Tracing's own statement, which the CDK adds: AWS has no resource for it. */
const X_RAY = {
  id: 'AwsSolutions-IAM5',
  reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords know no resource; AWS offers `*` only.',
  appliesTo: ['Resource::*'],
};

/** What Lambda needs to connect a function to a network. */
const NETWORK_INTERFACES: Grant = {
  actions: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  resources: ['*'],
  because:
    'Lambda makes and removes the network interfaces of a function in a VPC under names of its own, and refuses the function when these six actions are narrower.',
};
