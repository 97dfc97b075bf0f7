import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Leaves out of a bundle what its runtime can never use. A function's limit is 500 KB and 80 ms of import, and
 * every kilobyte of a cold start is parsed before the first line of ours runs.
 */
export const bundleDiet = (target: 'lambda' | 'service'): Plugin => ({
  name: 'bundle-diet',
  setup(build) {
    // zod re-exports the messages of 50 languages: 260 KB. Ours are English.
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: `export { default as en } from './en.js';`,
      resolveDir: dirname(path),
    }));

    // X-Ray's context library chooses its implementation by Node's version: any that we run on has async hooks.
    build.onResolve({ filter: /^cls-hooked$/ }, ({ path, resolveDir, importer }) =>
      build.resolve(`${path}/context.js`, { resolveDir, importer, kind: 'require-call' }),
    );
    // It can also follow the second AWS SDK, which we do not have, and brings semver to find its version.
    build.onLoad({ filter: /[\\/]aws-xray-sdk-core[\\/].+[\\/]aws_p\.js$/ }, () => ({ contents: '' }));

    // A client describes every operation of its service, 550 KB for EC2. They are plain literals, but for keys
    // like `[_eN]`, which no bundler may drop since computing a key could run code: with the key itself in its
    // place, what is not called is left out.
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => ({
      contents: withLiteralKeys(await readFile(path, 'utf8')),
      resolveDir: dirname(path),
    }));

    if (target !== 'lambda') return;
    // Lambda hands a function its role's credentials in the environment and nowhere else: without profiles,
    // single sign-on, instance and container metadata a client is 100 KB lighter.
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'environment',
      namespace: 'lambda-credentials',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: 'lambda-credentials' }, ({ pluginData }) => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      resolveDir: pluginData as string,
    }));
  },
});

/** Replaces computed keys by the strings that the same file's constants hold. */
export function withLiteralKeys(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return source.replace(/\[(\w+)\](?=:)/g, (computed, name) => constants.get(name) ?? computed);
}
