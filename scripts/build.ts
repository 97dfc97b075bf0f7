/**
 * Bundles every Lambda function and every service with esbuild, minified, AWS SDK included, into `dist/`:
 * `dist/lambdas/<feature>/<function>/index.js` and `dist/app-services/<service>/main.js`.
 * The same bundles go to AWS, into the container images, and run on one machine.
 * Without an argument also the portals that have changed: see build-portals.ts.
 *
 * Usage: npm run build [-- <part of an entry point's path>]
 */
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { bundleDiet } from './bundle-diet';

const root = join(__dirname, '..');
const only = process.argv[2] ?? '';

/** Every file of that name below a folder, as a path from the root. */
function filesNamed(name: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === name)
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path.includes(only));
}

const lambdas = filesNamed('handler.ts', 'lambdas').map((path) => ({
  in: path,
  out: `${dirname(path)}/index`,
}));
const services = filesNamed('main.ts', 'app-services').map((path) => ({
  in: path,
  out: `${dirname(path)}/main`,
}));

/** Bundles entry points of one kind: one file each, with a linked source map. */
async function bundle(entryPoints: { in: string; out: string }[], target: 'lambda' | 'service') {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    bundle: true,
    minify: true,
    // Errors carry their names themselves (lambdas/shared/errors.ts): to name 8,000 functions and classes again
    // would take 6 % of a bundle and 30 ms of its start.
    keepNames: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // What a library loads when it first needs it is required like the rest: no second module loader in a process.
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [bundleDiet(target)],
  });
}

async function main(): Promise<void> {
  const started = Date.now();
  if (!only) {
    for (const part of ['lambdas', 'app-services', '.sources']) {
      rmSync(join(root, 'dist', part), { recursive: true, force: true });
    }
  }
  await bundle(lambdas, 'lambda');
  await bundle(services, 'service');
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`bundled ${lambdas.length} functions and ${services.length} services in ${seconds} s`);
  // Images are made from a part of the repository, which has no portals.
  if (!only) console.log(`built ${(await (await import('./build-portals')).buildPortals()).length} portals`);
}

void main();
