import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PortalServer, servePortal } from '../../../../scripts/local/portals/server';

let folder: string;
let server: PortalServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portal-'));
  mkdirSync(join(folder, 'site/assets'), { recursive: true });
  const files = {
    'site/index.html': '<title>portal</title>',
    'site/favicon.svg': '<svg/>',
    'site/assets/main-1a2b.js': 'export {}',
    'secret.txt': 'not of the portal',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  server = await servePortal({
    folder: join(folder, 'site'),
    config: { region: 'us-east-1' },
    headers: { 'content-security-policy': "default-src 'none'", 'x-frame-options': 'DENY' },
    port: 0,
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (path: string, init?: RequestInit) => {
  const answer = await fetch(`${server.url}${path}`, init);
  return {
    status: answer.status,
    text: await answer.text(),
    header: (name: string) => answer.headers.get(name),
  };
};

it.each([
  ['/', 'text/html; charset=utf-8', 'no-cache'],
  ['/favicon.svg', 'image/svg+xml', 'no-cache'],
  ['/config.json', 'application/json; charset=utf-8', 'no-cache'],
  ['/assets/main-1a2b.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
])('serves %s as %s, to be kept as "%s"', async (path, type, kept) => {
  const { status, header } = await ask(path);

  expect({ status, type: header('content-type'), kept: header('cache-control') }).toEqual({
    status: 200,
    type,
    kept,
  });
});

it.each(['/tenants/tenant-1', '/operators/me@example.com', '/assets/of-an-older-build.js', '/?page=2'])(
  'answers %s, where there is no file, with the page, which nobody keeps',
  async (path) => {
    const { status, text, header } = await ask(path);

    expect({ status, text, kept: header('cache-control') }).toEqual({
      status: 200,
      text: '<title>portal</title>',
      kept: 'no-cache',
    });
  },
);

it('gives its headers with every answer, refusals too', async () => {
  for (const [path, method] of [
    ['/', 'GET'],
    ['/config.json', 'GET'],
    ['/assets/main-1a2b.js', 'HEAD'],
    ['/', 'POST'],
  ] as const) {
    const { header } = await ask(path, { method });

    expect(header('content-security-policy')).toBe("default-src 'none'");
    expect(header('x-frame-options')).toBe('DENY');
  }
});

it('has the configuration of the deployment beside the page', async () => {
  expect(JSON.parse((await ask('/config.json')).text)).toEqual({ region: 'us-east-1' });
});

it('takes no other method', async () => {
  const { status, header } = await ask('/', { method: 'DELETE' });

  expect([status, header('allow')]).toEqual([405, 'GET, HEAD']);
});

it.each(['/../secret.txt', '//', '/assets/../../secret.txt'])(
  'gives nothing but its own files for %s, and goes on',
  async (path) => {
    // fetch would tidy the path up.
    const answer = await new Promise<string>((done, failed) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.once('end', () => done(text)).once('error', failed);
      socket.write(`GET ${path} HTTP/1.1\r\nhost: portal\r\nconnection: close\r\n\r\n`);
    });

    expect(answer).toContain('<title>portal</title>');
    expect((await ask('/')).status).toBe(200);
  },
);
