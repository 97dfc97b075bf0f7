import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OnLoadResult, Plugin } from 'esbuild';

/**
 * Leaves out of a bundle what its runtime can never use. A function's limit is 500 KB and 80 ms of import, and
 * every kilobyte of a cold start is parsed before the first line of ours runs.
 */
export const bundleDiet = (target: 'lambda' | 'service'): Plugin => ({
  name: 'bundle-diet',
  setup(build) {
    /** Rewrites the files of a package whose path fits. */
    const rewrite = (filter: RegExp, change: (source: string, path: string) => string) =>
      build.onLoad({ filter }, async ({ path }): Promise<OnLoadResult> => {
        const contents = change(await readFile(path, 'utf8'), path);
        return { contents, resolveDir: dirname(path), loader: path.endsWith('.json') ? 'json' : 'js' };
      });

    // zod re-exports the messages of 50 languages: 260 KB. Ours are English.
    rewrite(/[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/, () => `export { default as en } from './en.js';`);
    // A client describes every operation and error of its service; 550 KB for EC2.
    rewrite(/[\\/]@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_\d+\.js$/, (source, path) =>
      withLiteralKeys(target === 'lambda' && KNOWN_BY_NAME.test(path) ? withoutErrors(source) : source),
    );
    rewrite(/[\\/]@aws-sdk[\\/].+[\\/]models[\\/]errors\.js$/, withoutRepetition);
    // Of its package.json it uses the version.
    rewrite(/[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/, (source) =>
      JSON.stringify({ version: (JSON.parse(source) as { version: string }).version }),
    );
    if (target !== 'lambda') return;

    // Schemas become JSON Schema where the API's description is made, never in a function: 18 KB.
    rewrite(/[\\/]zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/, withoutBodies);
    // zod writes a parser for each schema and compiles it, which pays when much is parsed: a function parses its
    // environment and an event.
    rewrite(/[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/, withoutCompiler);
    // Of X-Ray's SDK, Powertools uses segments and the following of HTTP. Left out are the parts for servers of one's
    // own (sampling, requests, plugins that tell of EC2), for databases, and for clients of both AWS SDKs: 45 KB.
    rewrite(
      /[\\/]aws-xray-sdk-core[\\/].+[\\/](plugins[\\/]\w+_plugin|sql_data|incoming_request_data)\.js$/,
      () => '',
    );
    rewrite(/[\\/]aws-xray-sdk-core[\\/].+[\\/](aws_p|aws3_p|promise_p|attributes[\\/]aws)\.js$/, () => '');
    rewrite(
      /[\\/]aws-xray-sdk-core[\\/].+[\\/]mw_utils\.js$/,
      () => 'exports.disableCentralizedSampling = () => {};',
    );
    // Its context library follows every promise of the process by hooks; Node does that itself by now.
    build.onResolve({ filter: /^cls-hooked(\/context)?$/ }, () => ({
      path: join(__dirname, '../lambdas/shared/tracing-context.ts'),
    }));
    // Where no profiles are, there are no files of them: a client would look for two before its first call.
    rewrite(
      /[\\/]@smithy[\\/]core[\\/].+[\\/]loadSharedConfigFiles\.js$/,
      () => `export { CONFIG_PREFIX_SEPARATOR } from './constants';
        export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
    );
    // DynamoDB keeps the endpoints that it was told in a cache that forgets; unless asked to, it is told none.
    replace('mnemonist/lru-cache', 'export default class extends Map { constructor() { super(); } };');
    // No function calls an operation that streams events; what a client that has some sets up for them stays away.
    replace(
      '@smithy/core/event-streams',
      `export const resolveEventStreamSerdeConfig = (config) => config;
        export const eventStreamSerdeProvider = () => { throw new Error('left out of this bundle'); };
        export class EventStreamSerde { constructor() { throw new Error('left out of this bundle'); } }`,
    );
    // Signatures for several regions at once need a native library that is not here, and those with a session of their
    // own are for S3's directory buckets, which we have none of: what is left is the usual one.
    replace(
      '@aws-sdk/signature-v4-multi-region',
      `import { SignatureV4 } from '@smithy/signature-v4';
        export { SignatureV4 as SignatureV4SignWithCredentials };
        export class SignatureV4MultiRegion extends SignatureV4 { static sigv4aDependency() { return 'none'; } }`,
    );
    // Lambda hands a function its role's credentials in the environment and nowhere else: without profiles,
    // single sign-on, instance and container metadata a client is 100 KB lighter.
    replace(
      '@aws-sdk/credential-provider-node',
      `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
    );

    /** Puts other contents in a package's place. */
    function replace(name: string, contents: string) {
      const namespace = `instead-of-${name}`;
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ resolveDir }) => ({
        path: name,
        namespace,
        pluginData: resolveDir,
      }));
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
 * Clients whose errors our functions know by their names alone. Where the SDK has no class for an error it throws its
 * service's base class, with the name and message of the answer: some 110 bytes less an error, of which KMS has 48.
 */
export const KNOWN_BY_NAME =
  /[\\/]client-(api-gateway|cloudwatch-logs|ecs|elastic-load-balancing-v2|iam|kms|resource-groups-tagging-api|sfn)[\\/]/;

/** Takes the classes of a service's errors out of its schemas; the base class stays. */
export const withoutErrors = (source: string): string =>
  source.replace(/^export var (\w+)\$ = \[-3, n0, [^;]*;\nn0_registry\.registerError\(\1\$, \1\);\n/gm, '');

/** An error class of a client, after its fields that the base class's constructor sets from the same values went. */
const ERROR_CLASS =
  /^export class (\w+) extends (\w+) \{\n(?: {4}static shapeId = "([\w.]+)#\1";\n)?((?: {4}\w+;\n)*) {4}constructor\(opts\) \{\n\s+super\(\{\s+name: "\1",\s+\$fault: ("\w+"),\s+\.\.\.opts,?\s+\}\);\n\s+Object\.setPrototypeOf\(this, \1\.prototype\);\n((?: {8}this\.\w+ = opts\.\w+;\n)*) {4}\}\n\}/gm;

/**
 * Writes error classes short: one function makes those that differ in name and fields only, since a service has up to
 * 60 and each would be parsed and compiled for itself. Each keeps a prototype of its own, or `instanceof` would no
 * longer tell one error from another.
 */
export function withoutRepetition(source: string): string {
  const namespace = /static shapeId = "([\w.]+)#/.exec(source)?.[1];
  const short = source
    .replace(/^ {4}name = "\w+";\n {4}\$fault = "\w+";\n/gm, '')
    .replace(ERROR_CLASS, (whole, name, base, its, declared: string, fault, assigned: string) => {
      const fields = declared.match(/\w+/g) ?? [];
      const same = assigned === fields.map((each) => `        this.${each} = opts.${each};\n`).join('');
      if (!same || its !== namespace) return whole;
      return `export const ${name} = /* @__PURE__ */ errorClass(${[base, `"${name}"`, fault, ...fields.map((each) => `"${each}"`)].join(', ')});`;
    });
  return `${short}
function errorClass(Base, name, $fault, ...fields) {
  return class Own extends Base {
    ${namespace ? `static shapeId = "${namespace}#" + name;` : ''}
    constructor(opts) {
      super({ name, $fault, ...opts });
      Object.setPrototypeOf(this, Own.prototype);
      for (const field of fields) this[field] = opts[field];
    }
  };
}`;
}

/** Makes zod interpret its schemas. @throws Error when zod begins its configuration in another way */
export function withoutCompiler(source: string): string {
  const begins = '__zod_globalConfig = {}';
  if (!source.includes(begins)) throw new Error('zod begins its configuration in another way');
  return source.replace(begins, '__zod_globalConfig = { jitless: true }');
}

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
