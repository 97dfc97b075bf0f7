/**
 * Builds the portals with Vite into `dist/portals/admin` and `dist/portals/tenant`: those whose sources have changed.
 * The same files go to AWS and are served on one machine; what differs is the `config.json` beside them.
 *
 * Usage: npm run build:portals [-- admin|tenant]
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { whenChanged } from './local/unchanged';

const root = join(__dirname, '..');
const PORTALS = ['admin', 'tenant'] as const;
type Portal = (typeof PORTALS)[number];

/**
 * Cloudscape's style sheet carries its fonts as data: addresses, 170 KB that block the first paint and that the
 * policy does not admit. As files, a browser fetches the ones that a page uses.
 */
const fontsAsFiles: Plugin = {
  name: 'fonts-as-files',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const asset of Object.values(bundle)) {
      if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue;
      asset.source = String(asset.source).replace(
        /url\(["']?data:font\/woff2;[^,]*base64,([^"')]+)["']?\)/g,
        (_url, encoded: string) => {
          const source = Buffer.from(encoded, 'base64');
          const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
          const fileName = `assets/font-${hash}.woff2`;
          if (!(fileName in bundle)) this.emitFile({ type: 'asset', fileName, source });
          return `url(/${fileName})`;
        },
      );
    }
  },
};

async function build(portal: Portal): Promise<void> {
  const vite = await import('vite');
  await vite.build({
    configFile: false,
    root: join(root, `app-services/${portal}-portal`),
    logLevel: 'warn',
    plugins: [fontsAsFiles],
    build: {
      outDir: join(root, `dist/portals/${portal}`),
      emptyOutDir: true,
      target: 'es2022',
      // The content security policy admits files of this origin alone: no data: addresses, no inline script.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1_500,
      rolldownOptions: {
        // Components mark themselves for server rendering, which there is none of.
        onLog: (level, log, handle) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && handle(level, log),
      },
    },
  });
}

/** Builds what has changed. @returns the portals that were built */
export async function buildPortals(portals: readonly Portal[] = PORTALS): Promise<Portal[]> {
  const built: Portal[] = [];
  for (const portal of portals) {
    const changed = await whenChanged(
      join(root, `dist/portals/.sources-${portal}`),
      {
        paths: [
          ...[`app-services/${portal}-portal`, 'app-services/portal-shared'],
          ...['scripts/build-portals.ts', 'tsconfig.json', 'tsconfig.portals.json', 'package-lock.json'],
        ],
      },
      join(root, `dist/portals/${portal}`),
      () => build(portal),
    );
    if (changed) built.push(portal);
  }
  return built;
}

async function main(): Promise<void> {
  const started = Date.now();
  const wanted = PORTALS.filter((portal) => process.argv.length < 3 || process.argv.includes(portal));
  const built = await buildPortals(wanted);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`built ${built.length} of ${wanted.length} portals in ${seconds} s`);
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
}
