import { buffer } from 'node:stream/consumers';
import { CloudWatchLogsClient, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Holder } from './holder';

/** Called in place of a service whose SDK client is no dependency of ours: all that differs is a name and a header. */
export interface JsonService {
  /** As requests to it are signed. */
  signingName: string;
  /** What stands before the operation in `X-Amz-Target`. */
  target: string;
}

export const STREAMS: JsonService = { signingName: 'dynamodb', target: 'DynamoDBStreams_20120810' };
export const SECRETS: JsonService = { signingName: 'secretsmanager', target: 'secretsmanager' };

/** Calls an operation of a service that speaks AWS's JSON protocol, signed as the holder, and returns the answer. */
export async function callJson(
  { settings }: Holder,
  { signingName, target }: JsonService,
  operation: string,
  body: object,
): Promise<unknown> {
  let answer = '';
  const client = new CloudWatchLogsClient({ ...settings, ...({ signingName } as object) });
  client.middlewareStack.add(
    (next) => (given) => {
      const request = given.request as { headers: Record<string, string>; body: string };
      request.body = JSON.stringify(body);
      request.headers['x-amz-target'] = `${target}.${operation}`;
      request.headers['content-length'] = String(Buffer.byteLength(request.body));
      return next(given);
    },
    { step: 'build', priority: 'low' },
  );
  // The client knows the members of its own operation's answer alone, and drops these.
  client.middlewareStack.add(
    (next) => async (given) => {
      const result = await next(given);
      const response = result.response as { body: AsyncIterable<Buffer> | Buffer };
      const body = await buffer(response.body as AsyncIterable<Buffer>);
      answer = body.toString('utf8');
      response.body = body;
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  try {
    await client.send(new ListTagsForResourceCommand({ resourceArn: 'replaced' }));
    return JSON.parse(answer || '{}');
  } finally {
    client.destroy();
  }
}
