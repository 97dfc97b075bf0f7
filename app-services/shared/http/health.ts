import { createServer, type RequestListener, type Server } from 'node:http';

const BODY = '{"status":"ok"}';
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': BODY.length };

const LIMITS = {
  // Longer than the load balancer's idle time (60 s): the side that reuses a connection must be the one to close it.
  keepAliveTimeout: 65_000,
  // A request comes whole from the gateway, which has read it before. One that takes this long is sent to tie us up.
  requestTimeout: 30_000,
  // How often that is looked at. Node's own 30 s would let it live for a minute.
  connectionsCheckingInterval: 5_000,
};

/**
 * A server that answers its health check itself and hands everything else on. Load balancer and container ask every few
 * seconds, for every task: the answer is the process's own, before routing, hooks and identity.
 */
export function serverWithHealth(
  path: string,
  handler: RequestListener,
  limits: Partial<typeof LIMITS> = {},
): Server {
  return createServer({ ...LIMITS, ...limits }, (request, response) => {
    if (request.url === path && request.method === 'GET') response.writeHead(200, HEADERS).end(BODY);
    else handler(request, response);
  });
}
