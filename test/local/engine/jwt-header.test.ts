import { useLocalAws } from '../../builders/local-aws';
import { stacksOn } from '../../builders/stack';

const PORT = 14731;
const aws = useLocalAws(PORT);

let url: string;
beforeAll(async () => {
  const api = { Ref: 'Api' };
  const { ApiId } = await stacksOn(PORT).create(
    'tokens',
    {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'tokens', ProtocolType: 'HTTP' } },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: api, StageName: '$default', AutoDeploy: true },
      },
      Authorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: api,
          Name: 'pool',
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Issuer: `${aws.endpointUrl}/us-east-1_pool`, Audience: ['client'] },
        },
      },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: api,
          IntegrationType: 'HTTP_PROXY',
          IntegrationMethod: 'GET',
          IntegrationUri: 'http://127.0.0.1:9/',
          PayloadFormatVersion: '1.0',
        },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: api,
          RouteKey: 'GET /things',
          AuthorizationType: 'JWT',
          AuthorizerId: { Ref: 'Authorizer' },
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
        },
      },
    },
    { ApiId: api },
  );
  url = `${aws.endpointUrl}/_aws/execute-api/${ApiId}/$default/things`;
});

test.each(['null', '[]', '1', '"x"', '{}', 'no JSON'])(
  'a token whose header is %s is a 401',
  async (header) => {
    const token = [header, '{"sub":"jane"}', 'signature'].map((part) =>
      Buffer.from(part).toString('base64url'),
    );
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token.join('.')}` } });

    expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
  },
);
