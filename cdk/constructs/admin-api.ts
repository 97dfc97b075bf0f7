import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  ADMIN_API_ROUTES,
  type AdminApiFunction,
  PUBLIC_FUNCTIONS,
  partsOf,
} from '../../lambdas/shared/contracts/admin-api-routes';
import { type Config, fillTemplate } from '../config';
import { allowedOrigins } from './allowed-origins';
import { explain } from './nag-reasons';
import type { OperatorPool } from './operator-pool';
import type { WorkloadFunction } from './workload-function';

const { GET, POST, PUT, PATCH, DELETE } = CorsHttpMethod;

export interface AdminApiProps {
  config: Config;
  operators: OperatorPool;
  /** One function a resource. */
  functions: Record<AdminApiFunction, WorkloadFunction>;
  /** Answers what no route takes. */
  refusals: WorkloadFunction;
}

/**
 * The operators' HTTP API. Both the access and the ID token of an operator are accepted: API Gateway compares
 * `client_id` or `aud` with the client, and asks for no scope, which ID tokens lack.
 */
export class AdminApi extends Construct {
  readonly api: HttpApi;
  /** Base URL, with a slash at its end, as SBT's clients expect. */
  readonly url: string;

  constructor(scope: Construct, id: string, { config, operators, functions, refusals }: AdminApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: `${config.prefix}-admin`,
      description: 'Tenant registrations, tenants, operators and executions',
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: allowedOrigins(config).adminApi,
        allowMethods: [GET, POST, PUT, PATCH, DELETE],
        allowHeaders: ['authorization', 'content-type'],
        exposeHeaders: ['Retry-After', 'Link', 'x-next-token', 'x-request-id'],
        maxAge: Duration.minutes(10),
      },
    });
    this.addStage(config);
    const authorizer = new HttpUserPoolAuthorizer('Operators', operators.userPool, {
      userPoolClients: [operators.client],
    });
    for (const [name, target] of Object.entries(functions) as [AdminApiFunction, WorkloadFunction][]) {
      const open = PUBLIC_FUNCTIONS.includes(name);
      const integration = new HttpLambdaIntegration(name, target.function);
      for (const { method, path } of ADMIN_API_ROUTES[name].map(partsOf)) {
        const [route] = this.api.addRoutes({
          path,
          methods: [HttpMethod[method as keyof typeof HttpMethod]],
          integration,
          authorizer: open ? new HttpNoneAuthorizer() : authorizer,
        });
        if (open && route) explain(route, OPEN);
      }
    }
    const refusal = new HttpRoute(this, 'Refusals', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('refusals', refusals.function),
      authorizer: new HttpNoneAuthorizer(),
    });
    explain(refusal, NOTHING_BEHIND);
    const template = config.endpoints.adminApiUrl;
    this.url = `${template ? fillTemplate(template, { apiId: this.api.apiId }) : this.api.apiEndpoint}/`;
  }

  private addStage({ adminApi, prefix, logRetentionDays }: Config): void {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/${prefix}/admin-api`,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: adminApi,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
  }
}

/** One JSON object a request; no token, no body. */
const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  operator: '$context.authorizer.claims.sub',
  sourceIp: '$context.identity.sourceIp',
  latencyMs: '$context.responseLatency',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
});

const OPEN = {
  id: 'AwsSolutions-APIG4',
  reason:
    "A login page asks for a tenant's pool, client and URL before anybody has signed in; the answer holds nothing secret.",
};

const NOTHING_BEHIND = {
  id: 'AwsSolutions-APIG4',
  reason:
    'A wrong path is wrong for everybody; the answer names the methods that the OpenAPI document lists.',
};
