import { useLocalAws } from '../../builders/local-aws';
import { stacksOn } from '../../builders/stack';

const PORT = 14678;
const aws = useLocalAws(PORT);
const ALLOWED = 'https://admin.example.com';

let url: string;
beforeAll(async () => {
  const { ApiId } = await stacksOn(PORT).create(
    'browsers',
    {
      Api: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: {
          Name: 'browsers',
          ProtocolType: 'HTTP',
          CorsConfiguration: {
            AllowOrigins: [ALLOWED, 'http://localhost:5000'],
            AllowMethods: ['GET'],
            AllowHeaders: ['authorization'],
            ExposeHeaders: ['Retry-After'],
            MaxAge: 600,
          },
        },
      },
    },
    { ApiId: { Ref: 'Api' } },
  );
  url = `${aws.endpointUrl}/_aws/execute-api/${ApiId}/$default/things`;
});
const preflight = (origin: string) =>
  fetch(url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } });

test('a preflight of each allowed origin is told what it may send and read', async () => {
  for (const origin of [ALLOWED, 'http://localhost:5000']) {
    const { ok, headers } = await preflight(origin);

    expect(ok).toBe(true);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '600',
    });
  }
});

test('another origin is not', async () => {
  const { headers } = await preflight('https://elsewhere.example.com');

  expect(headers.get('access-control-allow-origin')).toBeNull();
});
