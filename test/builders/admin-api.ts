import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import { type AdminApiRoute, partsOf } from '../../lambdas/shared/contracts/admin-api-routes';
import { claimsOf, operatorIds } from './operators';

export interface Call {
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  text?: string;
  base64?: boolean;
  /** The token's claims; `sub` is that of the user in the pool, unless given. Null for no token. @default a SystemAdmin's */
  claims?: Record<string, unknown> | null;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for, and the document is held against it
  body: any;
}

export const ADMIN = claimsOf('admin');
export const SUPPORT = claimsOf('support');

type Handler = (event: APIGatewayProxyEventV2WithJWTAuthorizer, context: Context) => Promise<unknown>;

/** What API Gateway would hand to the function: HTTP API, payload format 2.0. */
export function buildApiEvent(
  route: string,
  { params, query, body, text, base64 = false, claims = ADMIN }: Call = {},
): APIGatewayProxyEventV2WithJWTAuthorizer {
  const { method, path } = partsOf(route);
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params?.[name] ?? '')),
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { 'content-type': 'application/json' },
    ...(params ? { pathParameters: params } : {}),
    ...(query ? { queryStringParameters: query } : {}),
    ...(sent === undefined ? {} : { body: base64 ? Buffer.from(sent).toString('base64') : sent }),
    isBase64Encoded: base64,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: route,
      stage: '$default',
      time: '01/Mar/2026:10:00:00 +0000',
      timeEpoch: 0,
      ...(claims ? { authorizer: { jwt: { claims: withId(claims), scopes: [] } } } : {}),
    },
  } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
}

const withId = (claims: Record<string, unknown>) => ({
  sub: operatorIds.get(String(claims.username ?? claims['cognito:username'])),
  ...claims,
});

/** Calls a resource's handler as API Gateway does; every answer is held against the OpenAPI document. */
export const caller =
  (handler: unknown) =>
  async (route: AdminApiRoute, call: Call = {}): Promise<Answer> => {
    const result = (await (handler as Handler)(buildApiEvent(route, call), {
      functionName: 'test',
      awsRequestId: 'invocation-1',
    } as Context)) as { statusCode: number; headers: Record<string, string>; body: string };
    const answer = { status: result.statusCode, headers: result.headers, body: JSON.parse(result.body) };
    expect(conformity(route, answer)).toBe('conforms');
    return answer;
  };

const document = JSON.parse(
  readFileSync(join(__dirname, '../../lambdas/shared/contracts/admin-api.openapi.json'), 'utf8'),
);
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, 'api');

/** `conforms`, or what of an answer the document does not describe. */
function conformity(route: AdminApiRoute, { status, body }: Answer): string {
  const { method, path } = partsOf(route);
  const escaped = path.replaceAll('~', '~0').replaceAll('/', '~1');
  if (!document.paths[path]?.[method.toLowerCase()]?.responses[status])
    return `${route}: no status ${status}`;
  const validate = ajv.getSchema(
    `api#/paths/${escaped}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`,
  );
  if (!validate) return `${route}: no schema for ${status}`;
  return validate(body) ? 'conforms' : `${route} ${status}: ${ajv.errorsText(validate.errors)}`;
}
