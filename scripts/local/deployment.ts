import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { ACCOUNT, clientConfig, REGION } from './engine';
import { root } from './paths';
import { portalUrls } from './portals';
import { whenChanged } from './unchanged';

const run = promisify(execFile);

/** Their names are a contract. */
const STACKS = [
  'controlplane-stack',
  'shared-infra-stack',
  'tenant-template-basic',
  'tenant-template-advanced',
  'coreappplane-stack',
];

export type StackOutputs = Record<string, Record<string, string>>;

/** Settings of cdk/config.ts by their paths: `{ 'encryption.keys': 'customer' }`. */
export type Settings = Record<string, string>;

/** What differs from AWS is configuration that the stacks take anywhere: addresses, and no bootstrap roles. */
function context(endpointUrl: string, settings: Settings): string[] {
  const portals = portalUrls(Number(new URL(endpointUrl).port));
  const values = {
    synthesizer: 'cli-credentials',
    'endpoints.jwksBaseUrl': endpointUrl,
    'endpoints.adminApiUrl': `${endpointUrl}/_aws/execute-api/{apiId}/$default`,
    'endpoints.apiUrl': `${endpointUrl}/_aws/execute-api/{apiId}/{stage}`,
    'endpoints.loadBalancerUrl': `${endpointUrl}/_alb/{loadBalancerName}`,
    'endpoints.userPoolUrl': endpointUrl,
    'endpoints.adminSiteUrl': portals.admin,
    'endpoints.appSiteUrl': portals.app,
    // A tenant of this machine goes at once: its requests last milliseconds and nobody asks for its data.
    'offboarding.retainDays': '0',
    'offboarding.exportFirst': 'false',
    'offboarding.settleSeconds': '0',
    ...settings,
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function environment(endpointUrl: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_ENDPOINT_URL_S3: endpointUrl,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    CDK_DEFAULT_ACCOUNT: ACCOUNT,
    CDK_DEFAULT_REGION: REGION,
    CDK_DISABLE_VERSION_CHECK: '1',
    // The tests run cfn-lint, which checks more; here it would cost 5 s of a start.
    CDK_VALIDATION: 'false',
    CI: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** Runs a program of this repository to its end; when it fails, the error carries what it printed. */
async function execute(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await run(join(root, 'node_modules/.bin', file), args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(
      `${file} ${args[0] ?? ''} failed:\n${`${stdout}${stderr}`.trim().split('\n').slice(-25).join('\n')}`,
    );
  }
}

/** Bundles every Lambda, service and portal into `dist/`, unless their sources are those of the last time. */
export const bundle = (): Promise<boolean> =>
  whenChanged(
    join(root, 'dist/.sources'), // goes with dist: a build by hand clears it
    {
      paths: [
        ...['lambdas', 'app-services', 'tsconfig.portals.json', 'package-lock.json'],
        ...['scripts/build.ts', 'scripts/build-portals.ts', 'scripts/bundle-diet.ts'],
      ],
    },
    join(root, 'dist'),
    () => execute('tsx', ['scripts/build.ts'], { PATH: process.env.PATH, HOME: process.env.HOME }),
  );

/** Synthesizes the stacks into `<folder>/cdk.out`, unless nothing that goes into them has changed. */
export const synthesize = (folder: string, endpointUrl: string, settings: Settings = {}): Promise<boolean> =>
  whenChanged(
    join(folder, 'stamps/synthesis'),
    {
      paths: [
        'cdk',
        'cdk.json',
        'dist/lambdas',
        'dist/app-services',
        'lambdas',
        'state-machines',
        'package-lock.json',
      ],
      words: context(endpointUrl, settings),
    },
    join(folder, 'cdk.out'),
    () =>
      execute(
        'cdk',
        ['synth', '--quiet', '--output', join(folder, 'cdk.out'), ...context(endpointUrl, settings)],
        environment(endpointUrl),
      ),
  );

/** Deploys the synthesized stacks to the local AWS, which needs no bootstrap beside the bucket for assets. */
export async function deploy(folder: string, endpointUrl: string, port: number): Promise<StackOutputs> {
  const s3 = new S3Client({ ...clientConfig(port), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}` }));
  const outputsFile = join(folder, 'stack-outputs.json');
  await execute(
    'cdk',
    [
      ...['deploy', '--all', '--app', join(folder, 'cdk.out'), '--require-approval', 'never'],
      ...['--method', 'direct', '--concurrency', '4', '--outputs-file', outputsFile, '--progress', 'events'],
    ],
    environment(endpointUrl),
  );
  const outputs = JSON.parse(readFileSync(outputsFile, 'utf8')) as StackOutputs;
  // The CDK leaves out a stack that has none.
  return Object.fromEntries(STACKS.map((name) => [name, outputs[name] ?? {}]));
}
