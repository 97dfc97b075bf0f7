import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientConfig } from '../../../scripts/local/engine';
import { inlineLambda, stacksOn } from '../../builders/stack';

/** What the backend saw of a request. */
export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The API keys that the stack makes, two to each of its plans: one with a rate, one with a quota. */
export const RATE_KEYS = ['rate-key-one-0123456789', 'rate-key-two-0123456789'] as const;
export const QUOTA_KEYS = ['quota-key-one-0123456789', 'quota-key-two-0123456789'] as const;
export const BURST = 3;
export const QUOTA = 4;

/**
 * A token `<tenant>[:<key>[:<note>]]` is let in as this tenant, with this API key. `deny` is refused.
 * What `process` and `calls` say changes with each call of the authorizer unless the result is cached.
 */
const AUTHORIZER = `
  let calls = 0;
  exports.handler = async (event) => {
    const [tenant, key] = event.headers.authorization.split(':');
    if (tenant === 'unknown') throw new Error('Unauthorized');
    return {
      principalId: tenant,
      policyDocument: { Version: '2012-10-17', Statement: [
        { Action: 'execute-api:Invoke', Effect: tenant === 'deny' ? 'Deny' : 'Allow', Resource: '*' }] },
      context: { tenantPath: tenant, calls: String(++calls), process: String(process.pid) },
      usageIdentifierKey: key,
    };
  };`;

/** Where the stage logs each request, and where a function logs those refused with 429 that it is handed. */
export const ACCESS_LOG_GROUP = '/gateway/access';
export const SUBSCRIBER = '/aws/lambda/subscriber';
const HANDED = `
  const { gunzipSync } = require('node:zlib');
  exports.handler = async ({ awslogs: { data } }) => {
    const { logEvents } = JSON.parse(gunzipSync(Buffer.from(data, 'base64')));
    console.log('handed ' + JSON.stringify(logEvents.map(({ message }) => message)));
  };`;
const subscriber = inlineLambda('Subscriber', HANDED);

const integration = (path: string, more: Record<string, string> = {}) => ({
  Type: 'HTTP_PROXY',
  IntegrationHttpMethod: 'ANY',
  ConnectionType: 'VPC_LINK',
  ConnectionId: { Ref: 'Link' },
  IntegrationTarget: { Ref: 'Balancer' },
  Uri: { 'Fn::Sub': `http://\${Balancer.DNSName}${path}` },
  RequestParameters: {
    'integration.request.header.tenantPath': 'context.authorizer.tenantPath',
    'integration.request.header.calls': 'context.authorizer.calls',
    'integration.request.header.process': 'context.authorizer.process',
    'integration.request.header.plane': "'application'",
    ...more,
  },
});

const cors = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" };
const answer = (type: string, status: string) => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResponseType: type,
    StatusCode: status,
    ResponseParameters: cors,
    ResponseTemplates: { 'application/json': `{"message":"${type}","said":$context.error.messageString}` },
  },
});
const method = (resource: unknown, properties: object) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResourceId: resource,
    HttpMethod: 'ANY',
    AuthorizationType: 'CUSTOM',
    AuthorizerId: { Ref: 'Authorizer' },
    ...properties,
  },
});
const resource = (parent: unknown, part: string) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: { RestApiId: { Ref: 'Api' }, ParentId: parent, PathPart: part },
});

const plan = (name: string, keys: readonly string[], limits: object) => ({
  [name]: {
    Type: 'AWS::ApiGateway::UsagePlan',
    DependsOn: 'Stage',
    Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'v1' }], ...limits },
  },
  ...Object.fromEntries(
    keys.flatMap((Value, n) => [
      [`${name}Key${n}`, { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value } }],
      [
        `${name}PlanKey${n}`,
        {
          Type: 'AWS::ApiGateway::UsagePlanKey',
          Properties: { KeyId: { Ref: `${name}Key${n}` }, KeyType: 'API_KEY', UsagePlanId: { Ref: name } },
        },
      ],
    ]),
  ),
});

const resources = {
  ...inlineLambda('Authorize', AUTHORIZER),
  ...subscriber,
  Subscriber: {
    Type: 'AWS::Lambda::Function',
    Properties: { ...(subscriber.Subscriber?.Properties as object), FunctionName: 'subscriber' },
  },
  AccessLogs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: ACCESS_LOG_GROUP } },
  Subscription: {
    Type: 'AWS::Logs::SubscriptionFilter',
    Properties: {
      LogGroupName: { Ref: 'AccessLogs' },
      DestinationArn: { 'Fn::GetAtt': ['Subscriber', 'Arn'] },
      FilterPattern: '{ $.status = "429" }',
    },
  },
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
  Link: { Type: 'AWS::ApiGatewayV2::VpcLink', Properties: { Name: 'cell', SubnetIds: [{ Ref: 'Subnet' }] } },
  Balancer: {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: { Name: 'cell', Scheme: 'internal', Subnets: [{ Ref: 'Subnet' }] },
  },
  Targets: {
    Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    Properties: { Name: 'orders', TargetType: 'ip', Protocol: 'HTTP', Port: 3010, VpcId: { Ref: 'Vpc' } },
  },
  Listener: {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: {
      LoadBalancerArn: { Ref: 'Balancer' },
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [
        { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', MessageBody: 'no rule' } },
      ],
    },
  },
  Rule: {
    Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    Properties: {
      ListenerArn: { Ref: 'Listener' },
      Priority: 1,
      Conditions: [
        { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'tenantPath', Values: ['t*'] } },
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/orders*'] } },
      ],
      Actions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
    },
  },
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'cell', ApiKeySourceType: 'AUTHORIZER' } },
  Authorizer: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      Name: 'tenants',
      RestApiId: { Ref: 'Api' },
      Type: 'REQUEST',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 2,
      AuthorizerUri: {
        'Fn::Sub': `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/\${Authorize.Arn}/invocations`,
      },
    },
  },
  Orders: resource({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'orders'),
  Order: resource({ Ref: 'Orders' }, '{proxy+}'),
  Free: resource({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'free'),
  FreeItem: resource({ Ref: 'Free' }, '{id}'),
  OrdersMethod: method({ Ref: 'Orders' }, { ApiKeyRequired: true, Integration: integration('/orders') }),
  OrderMethod: method(
    { Ref: 'Order' },
    {
      RequestParameters: { 'method.request.path.proxy': true },
      Integration: integration('/orders/{proxy}', {
        'integration.request.path.proxy': 'method.request.path.proxy',
        'integration.request.querystring.tenant': 'context.authorizer.tenantPath',
      }),
    },
  ),
  FreeItemMethod: method(
    { Ref: 'FreeItem' },
    {
      HttpMethod: 'GET',
      RequestParameters: { 'method.request.path.id': true },
      Integration: integration('/orders/free/{id}', {
        'integration.request.path.id': 'method.request.path.id',
      }),
    },
  ),
  NotFound: answer('MISSING_AUTHENTICATION_TOKEN', '404'),
  Unauthorized: answer('UNAUTHORIZED', '401'),
  Denied: answer('ACCESS_DENIED', '403'),
  Throttled: answer('THROTTLED', '429'),
  Exceeded: answer('QUOTA_EXCEEDED', '429'),
  Deployment: {
    Type: 'AWS::ApiGateway::Deployment',
    DependsOn: [
      ...['OrdersMethod', 'OrderMethod', 'FreeItemMethod'],
      ...['NotFound', 'Unauthorized', 'Denied', 'Throttled', 'Exceeded'],
    ],
    Properties: { RestApiId: { Ref: 'Api' } },
  },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: {
      RestApiId: { Ref: 'Api' },
      DeploymentId: { Ref: 'Deployment' },
      StageName: 'v1',
      AccessLogSetting: {
        DestinationArn: { 'Fn::GetAtt': ['AccessLogs', 'Arn'] },
        Format: JSON.stringify({
          tenant: '$context.authorizer.tenantPath',
          method: '$context.httpMethod',
          path: '$context.path',
          route: '$context.resourcePath',
          status: '$context.status',
        }),
      },
    },
  },
  // A bucket that does not fill again while a test lasts, however slow the machine.
  ...plan('Rate', RATE_KEYS, { Throttle: { RateLimit: 0.001, BurstLimit: BURST } }),
  ...plan('Quota', QUOTA_KEYS, { Quota: { Limit: QUOTA, Period: 'DAY' } }),
};

/** A cell as the product has it (gateway, authorizer, plan, VPC link, load balancer) before a backend that echoes. */
export function useGateway(port: number) {
  let server: Server;
  let apiId: string;
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url = '', headers } = request;
      const seen: Seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
      response.writeHead(method === 'DELETE' ? 418 : 200, {
        'content-type': 'application/vnd.echo+json',
        'x-backend': 'echo',
        location: '/elsewhere',
      });
      response.end(JSON.stringify(seen));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const outputs = await stacksOn(port).create('cell', resources, {
      ApiId: { Ref: 'Api' },
      Targets: { Ref: 'Targets' },
    });
    apiId = outputs.ApiId ?? '';
    await new ElasticLoadBalancingV2Client(clientConfig(port)).send(
      new RegisterTargetsCommand({
        TargetGroupArn: outputs.Targets,
        Targets: [{ Id: '127.0.0.1', Port: (server.address() as AddressInfo).port }],
      }),
    );
  });
  afterAll(() => new Promise((done) => server.close(done)));
  return {
    async call(path: string, token?: string, init: RequestInit = {}) {
      const headers = { ...(token ? { authorization: token } : {}), ...init.headers };
      const url = `http://127.0.0.1:${port}/_aws/execute-api/${apiId}/v1${path}`;
      const response = await fetch(url, { ...init, headers });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, seen: parsed(text) };
    },
  };
}

function parsed(text: string): Seen {
  try {
    return JSON.parse(text) as Seen;
  } catch {
    return { method: '', url: '', headers: {}, body: text };
  }
}
