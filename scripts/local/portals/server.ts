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

/** A built portal and how it is served. */
export interface ServedPortal {
  /** Of the built files. */
  folder: string;
  /** What its `config.json` holds. */
  config: unknown;
  /** Of every answer, as CloudFront gives them. */
  headers: Record<string, string>;
  /** 0 for any that is free. */
  port: number;
}

export interface PortalServer {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves a built portal on this machine only, as its distribution does on AWS: a path without a file is a page of the
 * portal. Files whose names carry a hash are kept by browsers, the rest is asked for each time.
 */
export async function servePortal({ folder, config, headers, port }: ServedPortal): Promise<PortalServer> {
  const server = createServer((request, answer) => {
    for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const pathname = (request.url ?? '/').split('?')[0] ?? '/';
    if (pathname === '/config.json') {
      answer.writeHead(200, { 'content-type': TYPES['.json'], 'cache-control': 'no-cache' });
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
  const hashed = file.startsWith(join(folder, 'assets') + sep);
  answer.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  createReadStream(file).pipe(answer);
}

/** The file of a path, and index.html where there is none. */
async function fileOf(folder: string, pathname: string): Promise<string> {
  const file = join(folder, pathname);
  const found =
    file.startsWith(folder + sep) && (await stat(file).catch(() => undefined))?.isFile() ? file : undefined;
  return found ?? join(folder, 'index.html');
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, HOST, done);
  });
