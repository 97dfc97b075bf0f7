import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ImportKind, OnLoadResult, Plugin } from 'esbuild';

/**
 * Leaves out of a bundle what its runtime can never use. A function's limit is 500 KB and 80 ms of import, and
 * every kilobyte of a cold start is parsed before the first line of ours runs.
 */
export const bundleDiet = (target: 'lambda' | 'service'): Plugin => ({
  name: 'bundle-diet',
  setup(build) {
    /** Rewrites the files of a package whose path fits. */
    const rewrite = (filter: RegExp, change: (source: string) => string) =>
      build.onLoad({ filter }, async ({ path }): Promise<OnLoadResult> => {
        const contents = change(await readFile(path, 'utf8'));
        return { contents, resolveDir: dirname(path), loader: path.endsWith('.json') ? 'json' : 'js' };
      });

    // zod re-exports the messages of 50 languages: 260 KB. Ours are English.
    rewrite(/[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/, () => `export { default as en } from './en.js';`);
    // A client describes every operation and error of its service; 550 KB for EC2.
    rewrite(/[\\/]@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_\d+\.js$/, withLiteralKeys);
    rewrite(/[\\/]@aws-sdk[\\/].+[\\/]models[\\/]errors\.js$/, withoutRepetition);
    // Of its package.json it uses the version.
    rewrite(/[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/, (source) =>
      JSON.stringify({ version: (JSON.parse(source) as { version: string }).version }),
    );
    if (target !== 'lambda') return;

    // Schemas become JSON Schema where the API's description is made, never in a function: 18 KB.
    rewrite(/[\\/]zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/, withoutBodies);
    // X-Ray's context library chooses its implementation by Node's version: any that we run on has async hooks.
    build.onResolve({ filter: /^cls-hooked$/ }, ({ path, resolveDir, importer }) =>
      build.resolve(`${path}/context.js`, { resolveDir, importer, kind: 'require-call' }),
    );
    // X-Ray can also follow the second AWS SDK, which we do not have, and brings semver to tell its version.
    rewrite(/[\\/]aws-xray-sdk-core[\\/].+[\\/]aws_p\.js$/, () => '');
    // Which parameters of AWS calls X-Ray notes in a trace, of clients that it follows: ours it does not.
    rewrite(/[\\/]aws-xray-sdk-core[\\/].+[\\/]aws_whitelist\.json$/, () => '{"services":{}}');
    // Operations that stream events are loaded when one is called, which no function does. Clients that have
    // such operations import this themselves, and keep it.
    replace('@smithy/core/event-streams', `throw new Error('left out of this bundle');`, 'dynamic-import');
    // Lambda hands a function its role's credentials in the environment and nowhere else: without profiles,
    // single sign-on, instance and container metadata a client is 100 KB lighter.
    replace(
      '@aws-sdk/credential-provider-node',
      `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
    );

    /** Puts other contents in a package's place, for imports of one kind only if so asked. */
    function replace(name: string, contents: string, only?: ImportKind) {
      const namespace = `instead-of-${name}`;
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind, resolveDir }) =>
        only && kind !== only ? undefined : { path: name, namespace, pluginData: resolveDir },
      );
      build.onLoad({ filter: /.*/, namespace }, ({ pluginData }) => ({
        contents,
        resolveDir: pluginData as string,
      }));
    }
  },
});

/**
 * Replaces computed keys, `[_eN]:`, by the strings that the same file's constants hold: a bundler keeps them all,
 * called or not, since computing a key could run code.
 */
export function withLiteralKeys(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return source.replace(/\[(\w+)\](?=:)/g, (computed, name) => constants.get(name) ?? computed);
}

/**
 * Leaves out of error classes the fields that their base class's constructor sets from the same values. Not the
 * prototype, which it sets to its own: `instanceof` would no longer tell one error from another.
 */
export const withoutRepetition = (source: string): string =>
  source.replace(/^ {4}name = "\w+";\n {4}\$fault = "\w+";\n/gm, '');

/** Keeps a module's exports, each of which says when called that it is not here. */
export function withoutBodies(source: string): string {
  const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name ?? '');
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \}/gm)].map(([, name]) => name);
  return [
    `const absent = () => { throw new Error('left out of this bundle'); };`,
    // Called when a schema is made, for what is called when it is asked for its JSON Schema.
    `const makesAbsent = () => absent;`,
    ...names.map((name) => `export const ${name} = ${name.startsWith('create') ? 'makesAbsent' : 'absent'};`),
    ...renamed.map((name) => `export { absent as ${name} };`),
  ].join('\n');
}
