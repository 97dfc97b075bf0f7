/**
 * A process that plays DynamoDB, STS, the key set of a user pool and the products service, and answers at once with
 * fixed bytes, so that what is measured is the service. Counts the calls by name; `GET /_counts` tells and resets.
 *
 * Environment: PORT, JWKS (JSON).
 */
import { createServer } from 'node:http';

const ORDERS_IN_A_LIST = 10;

const order = (n: number) => ({
  tenantId: { S: 'tenant-1' },
  orderId: { S: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` },
  orderName: { S: `Order ${n}` },
  orderProducts: {
    L: [1, 2].map((p) => ({
      M: {
        productId: { S: `product-${p}` },
        price: { N: '12.5' },
        quantity: { N: String(p) },
        name: { S: `Product ${p}` },
      },
    })),
  },
  version: { N: '1' },
});

const items = Array.from({ length: ORDERS_IN_A_LIST }, (_, n) => order(n));
const dynamo: Record<string, Buffer> = {
  Query: Buffer.from(JSON.stringify({ Count: items.length, ScannedCount: items.length, Items: items })),
  GetItem: Buffer.from(JSON.stringify({ Item: items[0] })),
  PutItem: Buffer.from('{}'),
};

/** A role's credentials for an hour from now. */
function assumedRole(): string {
  const expiration = new Date(Date.now() + 3600_000).toISOString();
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIABENCH</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>
<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
}

let counts: Record<string, number> = {};
const count = (name: string) => {
  counts[name] = (counts[name] ?? 0) + 1;
};

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const send = (type: string, body: string | Buffer) => {
      response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    };
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const operation = target.split('.')[1] ?? '';
      count(`DynamoDB ${operation}`);
      return send('application/x-amz-json-1.0', dynamo[operation] ?? '{}');
    }
    if (request.url === '/_counts') {
      const told = JSON.stringify(counts);
      counts = {};
      return send('application/json', told);
    }
    if (request.url?.endsWith('/jwks.json')) {
      count('JWKS');
      return send('application/json', process.env.JWKS ?? '{"keys":[]}');
    }
    if (request.url?.startsWith('/products/')) {
      count('products');
      return send('application/json', '{"name":"Product","price":12.5}');
    }
    count('STS AssumeRole');
    return send('text/xml', assumedRole());
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
