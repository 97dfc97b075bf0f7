import { createServer, type RequestListener, type Server } from 'node:http';

const BODY = '{"status":"ok"}';
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': BODY.length };

/**
 * A server that answers its health check itself and hands everything else on. Load balancer and container ask every few
 * seconds, for every task: the answer is the process's own, before routing, hooks and identity.
 */
export function serverWithHealth(path: string, handler: RequestListener): Server {
  return createServer(
    {
      // Longer than the load balancer's idle time (60 s): the side that reuses a connection must be the one to close it.
      keepAliveTimeout: 65_000,
      requestTimeout: 30_000,
    },
    (request, response) => {
      if (request.url === path && request.method === 'GET') response.writeHead(200, HEADERS).end(BODY);
      else handler(request, response);
    },
  );
}
