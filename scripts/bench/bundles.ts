/**
 * Measures every function's bundle: its size minified, and how long a fresh process takes to import it (what a
 * cold start does before the first request). Limits: 500 KB and 80 ms.
 *
 * CPU time stands beside it: where it is much less, other processes were in the way, and the figure is theirs.
 *
 * Usage: npm run bench:bundles [-- --json]     (after npm run build)
 * Exit code 1 when a bundle is over a limit.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environments } from './bundles/environments';
import { benchOptions } from './options';

const LIMITS = { kilobytes: 500, importMs: 80 };
const PROCESSES = 5;

const dist = join(__dirname, '../../dist/lambdas');

/** What Lambda itself gives every function. */
const OF_LAMBDA = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

const TIMED_IMPORT = `
const cpu = process.cpuUsage();
const started = performance.now();
require(process.argv[1]);
const importMs = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ importMs, cpuMs: (user + system) / 1000 }));`;

interface Times {
  importMs: number;
  cpuMs: number;
}

interface Measured extends Times {
  function: string;
  kilobytes: number;
  within: boolean;
}

/** @throws Error with the function's own message */
async function timeImport(name: string, environment: Record<string, string>): Promise<Times> {
  const file = join(dist, name, 'index.js');
  const options = { env: { ...environment, ...OF_LAMBDA }, maxBuffer: 16 * 1024 * 1024 };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', TIMED_IMPORT, file], options);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Times;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    // The trace shows the minified line first.
    const reason = stderr.split('\n').find((line) => /^\w*Error: /.test(line));
    throw new Error(`${name} cannot be imported: ${reason?.slice(0, 300) ?? stderr.slice(-300)}`);
  }
}

/** One process after another: on few cores two at once would measure each other. */
async function measure(name: string, environment: Record<string, string>): Promise<Measured> {
  const file = join(dist, name, 'index.js');
  const times: Times[] = [];
  for (let process = 0; process < PROCESSES; process++) times.push(await timeImport(name, environment));
  const importMs = median(times.map((time) => time.importMs));
  const cpuMs = median(times.map((time) => time.cpuMs));
  const kilobytes = Math.round(statSync(file).size / 100) / 10;
  const within = kilobytes <= LIMITS.kilobytes && importMs <= LIMITS.importMs;
  return { function: name, kilobytes, importMs, cpuMs, within };
}

/** Rounded to a tenth. */
function median(numbers: number[]): number {
  const middle = numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
  return Math.round(middle * 10) / 10;
}

function functions(): string[] {
  if (!existsSync(dist)) throw new Error('no bundles in dist/lambdas: run npm run build first');
  return readdirSync(dist)
    .flatMap((feature) => readdirSync(join(dist, feature)).map((name) => `${feature}/${name}`))
    .filter((name) => existsSync(join(dist, name, 'index.js')))
    .sort();
}

async function main(): Promise<void> {
  const { json } = benchOptions('bench:bundles', "Size and import of every function's bundle.", false);
  const bundles: Measured[] = [];
  const deployedWith = await environments();
  for (const name of functions()) {
    const environment = deployedWith.get(name);
    if (!environment) throw new Error(`${name} is bundled, and no stack deploys it`);
    const measured = await measure(name, environment);
    bundles.push(measured);
    if (json) continue;
    const figures = `${measured.kilobytes.toFixed(1).padStart(7)} KB ${measured.importMs.toFixed(1).padStart(7)} ms (CPU ${measured.cpuMs.toFixed(1)})`;
    console.log(`${measured.within ? 'ok  ' : 'OVER'} ${name.padEnd(42)} ${figures}`);
  }
  const passed = bundles.length > 0 && bundles.every(({ within }) => within);
  if (json) console.log(JSON.stringify({ limits: LIMITS, passed, bundles }, null, 2));
  else
    console.log(
      `${passed ? 'passed' : 'FAILED'}: at most ${LIMITS.kilobytes} KB and ${LIMITS.importMs} ms each`,
    );
  if (!passed) process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
