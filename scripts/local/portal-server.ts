import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';

const HOST = '127.0.0.1';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** What `config.json` of a portal holds; every value that is an address is one that the portal may call. */
export type PortalConfig = Record<string, string>;

const origins = (config: PortalConfig): string[] => [
  ...new Set(Object.values(config).flatMap((value) => (URL.canParse(value) ? [new URL(value).origin] : []))),
];

/** The headers of every answer, as on AWS: nothing but the portal's own files and the APIs it is configured for. */
export function securityHeaders(callable: string[]): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "font-src 'self'",
      ["connect-src 'self'", ...callable].join(' '),
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}

export interface PortalServer {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves a built portal on this machine only, with `config` as its `config.json`. Paths without a file are the
 * portal's pages. Files whose names carry a hash are kept by browsers, the rest is asked for each time.
 *
 * @param port 0 for any that is free
 */
export async function servePortal(folder: string, config: PortalConfig, port = 0): Promise<PortalServer> {
  const headers = securityHeaders(origins(config));
  const server = createServer((request, answer) => {
    for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const { pathname } = new URL(request.url ?? '/', `http://${HOST}`);
    if (pathname === '/config.json') {
      answer.writeHead(200, { 'content-type': TYPES['.json'], 'cache-control': 'no-store' });
      answer.end(JSON.stringify(config));
      return;
    }
    void serveFile(folder, pathname, answer);
  });
  await listen(server, port);
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function serveFile(folder: string, pathname: string, answer: ServerResponse): Promise<void> {
  const file = await fileOf(folder, pathname);
  if (!file) {
    answer.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  const hashed = pathname.startsWith('/assets/');
  answer.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  createReadStream(file).pipe(answer);
}

/** The file of a path; index.html for a page of the portal; nothing for a file that is not there. */
async function fileOf(folder: string, pathname: string): Promise<string | undefined> {
  const index = join(folder, 'index.html');
  if (!extname(pathname)) return index;
  const file = join(folder, pathname);
  if (!file.startsWith(folder + sep)) return undefined;
  return (await stat(file).catch(() => undefined))?.isFile() ? file : undefined;
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, HOST, done);
  });
