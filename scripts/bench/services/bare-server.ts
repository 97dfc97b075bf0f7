/**
 * What the orders service is compared with: the same answers from `node:http` and the AWS SDK with nothing around. No
 * validation, no error handling, no logs, no metrics: a floor, not a model.
 *
 * Environment: as the orders service's; REMEMBER_TOKENS=1 keeps verified tokens in a plain Map.
 */
import { randomUUID } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

const env = process.env as Record<string, string>;
const issuer = `https://cognito-idp.${env.AWS_REGION}.amazonaws.com/${env.USER_POOL_ID}`;
const client = new DynamoDBClient({
  requestHandler: new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true, maxSockets: 100 }) }),
  // What the service tunes in the SDK is given to this one as well: the call is to be the same.
  cacheMiddleware: true,
  logger: { ...console, info: undefined as never },
});
const verifier = JwtVerifier.create(
  {
    issuer,
    audience: env.APP_CLIENT_ID as string,
    jwksUri: `${env.JWKS_BASE_URL}/${env.USER_POOL_ID}/.well-known/jwks.json`,
  },
  { jwksCache: new SimpleJwksCache({ fetcher: { fetch: async (uri) => (await fetch(uri)).arrayBuffer() } }) },
);
const remembered = new Map<string, string>();

async function tenantOf(request: IncomingMessage): Promise<string> {
  const token = (request.headers.authorization ?? '').slice('Bearer '.length);
  const known = remembered.get(token);
  if (known) return known;
  const claims = await verifier.verify(token);
  const tenantId = String(claims['custom:tenantId']);
  if (env.REMEMBER_TOKENS) remembered.set(token, tenantId);
  return tenantId;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

async function list(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const tenantId = await tenantOf(request);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: env.TABLE_NAME,
      KeyConditionExpression: 'tenantId = :tenantId',
      ExpressionAttributeValues: { ':tenantId': { S: tenantId } },
      Limit: 50,
      ConsistentRead: true,
    }),
  );
  const orders = Items.map((item) => {
    const { version: _, ...order } = unmarshall(item);
    return order;
  });
  answer(response, 200, orders);
}

async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const tenantId = await tenantOf(request);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { orderName, orderProducts } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const order = { tenantId, orderId: randomUUID(), orderName, orderProducts };
  await client.send(
    new PutItemCommand({
      TableName: env.TABLE_NAME,
      Item: marshall({ ...order, version: 1 }),
      ConditionExpression: 'attribute_not_exists(tenantId)',
    }),
  );
  answer(response, 201, order);
}

const server = createServer((request, response) => {
  if (request.url === '/orders/health') return answer(response, 200, { status: 'ok' });
  const work = request.method === 'POST' ? create : list;
  work(request, response).catch(() => answer(response, 500, {}));
});
server.listen(Number(env.PORT), '0.0.0.0');
process.on('SIGTERM', () => process.exit(0));
