import { spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { identify, isRunning } from '../processes';
import { headersOf, type Template } from './headers';
import type { ServedPortal } from './server';

/** Portals by their names in the outputs of the stack, and the folder of `dist/portals` that each is built to. */
const BUILT = { admin: 'admin', app: 'tenant' } as const;
const HOST = '127.0.0.1';
const READY_WITHIN_MS = 15_000;

/** The portals' ports are a start's own as well: two clones that differ in `--port` differ in these. */
export const portalPorts = (port: number) => ({ admin: port + 4_000, app: port + 5_000 });
export const HIGHEST_PORT = 65_535 - 5_000;

/** Where browsers find the portals of a start. */
export function portalUrls(port: number) {
  const { admin, app } = portalPorts(port);
  return { admin: `http://${HOST}:${admin}`, app: `http://${HOST}:${app}` };
}

/** The portals are not served; the message says why. */
export class PortalsNotStarted extends Error {
  override name = 'PortalsNotStarted';
}

/** A later build of this clone empties `dist/portals`: what is served is a copy. */
export function keepPortals(dist: string, folder: string): void {
  for (const built of Object.values(BUILT)) {
    if (!existsSync(join(dist, built, 'index.html'))) {
      throw new PortalsNotStarted(`the ${built} portal is not built: npm run build:portals`);
    }
  }
  cpSync(dist, join(folder, 'files'), { recursive: true });
}

export interface PortalsOptions {
  /** Of the local AWS. */
  port: number;
  /** Of the portals' own: files, log. */
  folder: string;
  /** The template of `shared-infra-stack`, for the headers. */
  template: string;
  /** The outputs of `controlplane-stack`, for what `config.json` holds. */
  outputs: Record<string, string>;
  /** Told the process id at once, so that a caller that ends meanwhile leaves a trace of it. */
  onSpawn: (pid: number) => void;
}

/**
 * Serves both portals, each on a port of its own, by a process that outlives the caller: what buckets and CloudFront
 * do on AWS.
 * @throws PortalsNotStarted
 */
export async function startPortals({ port, folder, outputs, ...options }: PortalsOptions): Promise<void> {
  const template = JSON.parse(await readFile(options.template, 'utf8')) as Template;
  const served = Object.entries(BUILT).map(
    ([name, built]): ServedPortal => ({
      folder: join(folder, 'files', built),
      config: JSON.parse(outputs[`${name}SiteConfig`] ?? 'null'),
      headers: headersOf(template, name),
      port: portalPorts(port)[name as keyof typeof BUILT],
    }),
  );
  await mkdir(folder, { recursive: true });
  const settings = join(folder, 'served.json');
  await writeFile(settings, JSON.stringify(served, null, 2));
  const program = join(folder, 'program', 'main.js');
  await build({
    entryPoints: [join(__dirname, 'main.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  const logFile = join(folder, 'portals.log');
  const log = await open(logFile, 'w', 0o600);
  const child = spawn(process.execPath, [program, settings], {
    detached: true,
    cwd: folder,
    stdio: ['ignore', log.fd, log.fd],
    env: { PATH: process.env.PATH },
  });
  child.once('error', () => {});
  if (child.pid === undefined) throw new PortalsNotStarted(`${process.execPath} cannot be started`);
  options.onSpawn(child.pid);
  child.unref();
  await log.close();
  await ready(identify(child.pid), Object.values(portalUrls(port)), logFile);
}

async function ready(process_: ReturnType<typeof identify>, urls: string[], logFile: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    // Whoever else listens at a port of ours makes our process end.
    const answers = await Promise.all(
      urls.map((url) =>
        fetch(url).then(
          ({ ok }) => ok,
          () => false,
        ),
      ),
    );
    if (!isRunning(process_) || Date.now() > deadline) {
      throw new PortalsNotStarted(
        `the portals are not served:\n${(await readFile(logFile, 'utf8')).trimEnd()}`,
      );
    }
    if (answers.every(Boolean)) return;
    await new Promise((done) => setTimeout(done, 25));
  }
}
