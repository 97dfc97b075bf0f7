import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiKeySourceType,
  type CfnAccount,
  type CfnRestApi,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { CellPlan } from '../cells';
import { type Config, fillTemplate } from '../config';
import { allowedOrigins } from './allowed-origins';
import { addGatewayAnswers } from './gateway-answers';
import { explain } from './nag-reasons';

const STAGE = 'prod';

export interface TenantApiProps {
  config: Config;
  plan: CellPlan;
  loggingAccount: CfnAccount;
}

/** The REST API of a cell: its stage, logs and own answers. Tenants are metered by the key that the authorizer gives. */
export class TenantApi extends Construct {
  readonly restApi: RestApi;
  readonly accessLogs: ILogGroup;
  /** Base URL that tenants call, without a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, { config, plan, loggingAccount }: TenantApiProps) {
    super(scope, id);
    this.accessLogs = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/${config.prefix}/${plan.id}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.restApi = new RestApi(this, 'RestApi', {
      restApiName: `${config.prefix}-${plan.id}`,
      description: `Tenants of ${plan.id}`,
      apiKeySourceType: ApiKeySourceType.AUTHORIZER,
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: STAGE,
        // X-Ray would keep whole addresses, and in those of users stands an e-mail.
        tracingEnabled: false,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        // Bodies are tenants' data and headers carry tokens: neither belongs into a log.
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(this.accessLogs),
        accessLogFormat: AccessLogFormat.custom(ACCESS_LOG),
        // No plan meters it: see tenant-routes.ts.
        methodOptions: { '/plan/GET': { throttlingRateLimit: 20, throttlingBurstLimit: 40 } },
      },
    });
    const definition = this.restApi.node.defaultChild as CfnRestApi;
    // Else TLS 1.0 is spoken. A custom domain's connections are held to the policy of the API as well.
    definition.securityPolicy = config.tlsPolicy;
    // These policies ask for a mode; the name that a client connects to must then be that of its request.
    definition.endpointAccessMode = 'STRICT';
    this.restApi.deploymentStage.node.addDependency(loggingAccount);
    // An output that the construct adds, with AWS's address even where another is configured.
    this.restApi.node.tryRemoveChild('Endpoint');
    addGatewayAnswers(this.restApi, allowedOrigins(config).tenantApi);
    const template = config.endpoints.apiUrl;
    this.url = template
      ? fillTemplate(template, { apiId: this.restApi.restApiId, stage: STAGE })
      : `https://${this.restApi.restApiId}.execute-api.${this.restApi.env.region}.amazonaws.com/${STAGE}`;
    explain(this.restApi, SERVICES_VALIDATE);
    explain(this.restApi.deploymentStage, NO_FIREWALL);
  }
}

/** One JSON object a request; no token, no body. */
const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  at: '$context.requestTime',
  tenantId: '$context.authorizer.tenantId',
  method: '$context.httpMethod',
  // The route and not the path, in which a user's name would stand: that is an e-mail.
  path: '$context.resourcePath',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  authorizerError: '$context.authorizer.error',
  error: '$context.error.messageString',
});

const SERVICES_VALIDATE = {
  id: 'AwsSolutions-APIG2',
  reason:
    'Each service validates by its own schema and names the field; a copy of the schemas at the gateway would drift.',
};

const NO_FIREWALL = {
  id: 'AwsSolutions-APIG3',
  reason:
    "Every request needs a tenant's valid token and is metered per tenant; a WAF (from 5 USD a month and rule) is a choice for who runs the product.",
};
