import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * One handler, so one pool of kept-alive connections, under all clients: a tenant's first request opens no connection.
 * 100 sockets are more than one task's CPU can keep busy; what comes beyond waits its turn here instead of at DynamoDB.
 */
export function sharedRequestHandler(): NodeHttpHandler {
  const agent = { keepAlive: true, maxSockets: 100 };
  return new NodeHttpHandler({
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    connectionTimeout: 1000,
    requestTimeout: 3000,
    throwOnRequestTimeout: true,
  });
}
