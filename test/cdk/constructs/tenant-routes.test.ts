import { OPERATIONS } from '../../../app-services/openapi/operations';
import { buildTemplates, type Resource } from '../../builders/stacks';

const { ofType, templates } = buildTemplates({
  cells: { count: 2 },
  cors: { appOrigin: 'https://app.example.com' },
});
const shared = templates['shared-infra-stack']?.Resources ?? {};

/** Path of a method's resource, by the chain of its parents. */
function pathOf(id: string | undefined): string {
  const resource = id === undefined ? undefined : shared[id];
  if (resource?.Type !== 'AWS::ApiGateway::Resource') return '';
  return `${pathOf(resource.Properties.ParentId.Ref)}/${resource.Properties.PathPart}`;
}

const routes = ofType('AWS::ApiGateway::Method').map((method) => ({
  ...method,
  api: String(method.Properties.RestApiId.Ref),
  route: `${method.Properties.HttpMethod} ${pathOf(method.Properties.ResourceId.Ref)}`,
}));
const [firstApi] = routes.map(({ api }) => api);
const ofFirstCell = routes.filter(({ api }) => api === firstApi);
const toServices = (list: typeof routes) =>
  list.filter(({ Properties }) => Properties.Integration.Type === 'HTTP_PROXY');

describe('routes of a cell', () => {
  it('are those of the published application', () => {
    expect(
      toServices(ofFirstCell)
        .map(({ route }) => route)
        .sort(),
    ).toEqual([
      'DELETE /orders/{orderId}',
      'DELETE /products/{productId}',
      'DELETE /users/{userName}',
      'GET /orders',
      'GET /orders/{orderId}',
      'GET /products',
      'GET /products/{productId}',
      'GET /users',
      'GET /users/{userName}',
      'POST /orders',
      'POST /products',
      'POST /users',
      'POST /users/{userName}',
      'PUT /orders/{orderId}',
      'PUT /products/{productId}',
      'PUT /users/{userName}',
    ]);
  });

  it('are those that the document of the API describes', () => {
    const described = Object.entries(OPERATIONS).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );

    // The plan is shown by a function, not by a service.
    const routed = [...toServices(ofFirstCell).map(({ route }) => route), 'GET /plan'];
    expect(routed.sort()).toEqual(described.sort());
  });

  it('are the same in every cell', () => {
    const others = routes.filter(({ api }) => api !== firstApi);

    expect(others.map(({ route }) => route).sort()).toEqual(ofFirstCell.map(({ route }) => route).sort());
  });

  it.each(toServices(ofFirstCell).map((route) => [route.route, route.Properties] as const))(
    '%s needs the authorizer and the tenant key, and goes where the authorizer says',
    (route, { AuthorizationType, AuthorizerId, ApiKeyRequired, HttpMethod, Integration }) => {
      expect({ AuthorizationType, ApiKeyRequired }).toEqual({
        AuthorizationType: 'CUSTOM',
        ApiKeyRequired: true,
      });
      expect(AuthorizerId).toBeDefined();
      expect(Integration).toMatchObject({ ConnectionType: 'VPC_LINK', IntegrationHttpMethod: HttpMethod });
      expect(Integration.IntegrationTarget.Ref).toMatch(/LoadBalancer/);
      expect(Integration.ConnectionId['Fn::GetAtt']).toEqual([expect.stringMatching(/VpcLink/), 'VpcLinkId']);
      expect(Integration.RequestParameters['integration.request.header.tenantPath']).toBe(
        'context.authorizer.tenantPath',
      );
      expect(JSON.stringify(Integration.Uri)).toContain(route.split(' ')[1]);
    },
  );

  it('hands each path parameter on to the service', () => {
    for (const { route, Properties } of toServices(ofFirstCell)) {
      const parameter = /\{(\w+)\}/.exec(route)?.[1];
      if (!parameter) continue;

      expect(Properties.Integration.RequestParameters[`integration.request.path.${parameter}`]).toBe(
        `method.request.path.${parameter}`,
      );
    }
  });

  it("show a tenant's plan to who the authorizer lets in, unmetered, bounded by the stage", () => {
    const plan = ofFirstCell.find(({ route }) => route === 'GET /plan')?.Properties;
    const [stage] = ofType('AWS::ApiGateway::Stage');

    expect(plan).toMatchObject({ AuthorizationType: 'CUSTOM', Integration: { Type: 'AWS_PROXY' } });
    expect(plan?.ApiKeyRequired).toBeFalsy();
    expect(stage?.Properties.MethodSettings).toContainEqual(
      expect.objectContaining({
        ...{ ResourcePath: '/~1plan', HttpMethod: 'GET' },
        ...{ ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      }),
    );
  });

  it('refuse every other method with 405 and say which there are', () => {
    const refusals = ofFirstCell.filter(({ Properties }) => Properties.HttpMethod === 'ANY');

    expect(refusals.map(({ route }) => route).sort()).toEqual([
      'ANY /orders',
      'ANY /orders/{orderId}',
      'ANY /plan',
      'ANY /products',
      'ANY /products/{productId}',
      'ANY /users',
      'ANY /users/{userName}',
    ]);
    for (const { route, Properties } of refusals) {
      const [answer] = Properties.Integration.IntegrationResponses;
      const ofOne = route.includes('users') ? 'GET, PUT, DELETE, POST, OPTIONS' : 'GET, PUT, DELETE, OPTIONS';
      const ofSeveral = route.endsWith('/plan') ? 'GET, OPTIONS' : 'GET, POST, OPTIONS';
      const allowed = route.includes('{') ? ofOne : ofSeveral;

      expect(Properties.Integration.RequestTemplates['application/json']).toBe('{"statusCode": 405}');
      expect(answer.StatusCode).toBe('405');
      expect(answer.ResponseParameters['method.response.header.Allow']).toBe(`'${allowed}'`);
      expect(JSON.parse(answer.ResponseTemplates['application/json'])).toEqual({
        message: expect.any(String),
      });
    }
  });

  it('answer preflights of the configured origin', () => {
    const preflights = ofFirstCell.filter(({ Properties }) => Properties.HttpMethod === 'OPTIONS');

    expect(preflights).toHaveLength(7);
    for (const { Properties } of preflights) {
      const [answer] = Properties.Integration.IntegrationResponses;

      expect(answer.ResponseParameters['method.response.header.Access-Control-Allow-Origin']).toBe(
        "'https://app.example.com'",
      );
    }
  });
});

describe('answers of the gateway itself', () => {
  const answers = Object.values(shared).filter(({ Type }) => Type === 'AWS::ApiGateway::GatewayResponse');
  const answer = (type: string): Resource['Properties'] =>
    answers.find(({ Properties }) => Properties.ResponseType === type)?.Properties ?? {};

  it.each([
    ['MISSING_AUTHENTICATION_TOKEN', '404'],
    ['UNSUPPORTED_MEDIA_TYPE', '405'],
    ['QUOTA_EXCEEDED', '429'],
    ['AUTHORIZER_FAILURE', '503'],
    ['AUTHORIZER_CONFIGURATION_ERROR', '503'],
  ])('%s is a %s', (type, status) => {
    expect(answer(type).StatusCode).toBe(status);
  });

  it.each([
    'THROTTLED',
    'QUOTA_EXCEEDED',
    'DEFAULT_5XX',
    'AUTHORIZER_FAILURE',
    'AUTHORIZER_CONFIGURATION_ERROR',
  ])('%s says when to come back', (type) => {
    const parameters = answer(type).ResponseParameters;

    expect(parameters['gatewayresponse.header.Retry-After']).toMatch(/^'\d+'$/);
    // A script of another origin reads no header that is not named.
    expect(parameters['gatewayresponse.header.Access-Control-Expose-Headers']).toBe("'Retry-After'");
  });

  it('can be read by a browser of another origin, as JSON with a message', () => {
    expect(answers).toHaveLength(18);
    for (const { Properties } of answers) {
      expect(Properties.ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin']).toBe(
        "'https://app.example.com'",
      );
      expect(Properties.ResponseTemplates['application/json']).toMatch(/^\{"message":/);
    }
  });

  it('stand before the API is deployed, or the stage would not have them', () => {
    const deployments = Object.values(shared).filter(({ Type }) => Type === 'AWS::ApiGateway::Deployment');

    for (const deployment of deployments) {
      const before = (deployment as { DependsOn?: string[] }).DependsOn ?? [];

      expect(before.filter((id) => shared[id]?.Type === 'AWS::ApiGateway::GatewayResponse')).toHaveLength(9);
    }
  });
});

describe('metering', () => {
  it('has one plan a tier, over the stages of all cells', () => {
    const plans = ofType('AWS::ApiGateway::UsagePlan').map(({ Properties }) => Properties);

    expect(
      plans.map(({ UsagePlanName, Throttle, Quota }) => ({ UsagePlanName, ...Throttle, ...Quota })),
    ).toEqual([
      { UsagePlanName: 'ecs-saas-basic', RateLimit: 10, BurstLimit: 10, Limit: 1_000, Period: 'DAY' },
      { UsagePlanName: 'ecs-saas-advanced', RateLimit: 15, BurstLimit: 15, Limit: 2_000, Period: 'DAY' },
      { UsagePlanName: 'ecs-saas-premium', RateLimit: 300, BurstLimit: 300, Limit: 6_000, Period: 'DAY' },
    ]);
    for (const { ApiStages } of plans) expect(ApiStages).toHaveLength(2);
  });

  it('takes the key from the authorizer, whose answers live for seconds only', () => {
    expect(ofType('AWS::ApiGateway::RestApi').map(({ Properties }) => Properties.ApiKeySourceType)).toEqual([
      'AUTHORIZER',
      'AUTHORIZER',
    ]);
    for (const { Properties } of ofType('AWS::ApiGateway::Authorizer')) {
      expect(Properties).toMatchObject({
        Type: 'REQUEST',
        IdentitySource: 'method.request.header.Authorization',
        AuthorizerResultTtlInSeconds: 3,
      });
    }
  });

  it('has no key that tenants share', () => {
    expect(ofType('AWS::ApiGateway::ApiKey')).toEqual([]);
  });
});

it('no log or trace of the gateway holds a token, a body or an address, in which a person may stand', () => {
  for (const { Properties } of ofType('AWS::ApiGateway::Stage')) {
    expect(Properties.TracingEnabled).toBe(false);
    expect(Properties.AccessLogSetting.Format).not.toMatch(/context\.path|requestUri|querystring/i);
    expect(Properties.AccessLogSetting.Format).not.toMatch(/authorization|body|apiKey/i);
    expect(Properties.MethodSettings[0]).toMatchObject({ DataTraceEnabled: false, LoggingLevel: 'ERROR' });
  }
});
