/** Runs the test projects with their set-up, and ends with the counts of all of them. See scripts/test.sh. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './local/deployment';
import { ensureEngine } from './local/engine';
import { ensurePythonTools } from './local/python-tools';

const root = join(__dirname, '..');
const results = join(root, '.local/test/results');
const started = Date.now();
const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(0)} s`;

/**
 * What shares one product runs one file at a time, and so does what watches processes. The long runs, each with a
 * product of its own, wait much: two at a time fill two cores, where more would time each other out.
 */
const GROUPS = [
  {
    name: 'without a product',
    args: ['--selectProjects', 'unit', 'structure', 'portals', 'templates', 'local', '--maxWorkers=100%'],
  },
  { name: 'processes', args: ['--selectProjects', 'processes', '--runInBand'] },
  { name: 'runs', args: ['--selectProjects', 'runs', '--maxWorkers=2'] },
  { name: 'e2e', args: ['--selectProjects', 'e2e', '--runInBand'] },
];

interface JestResults {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
}

async function run(command: string, args: string[]): Promise<boolean> {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'close');
  return code === 0;
}

const bin = (name: string) => join(root, 'node_modules/.bin', name);

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

let passed = 0;
let failed = 0;

async function main(): Promise<void> {
  // Here once, and mostly waiting: two test files that miss the same would both install it, each in the other's way.
  // What fails here fails there, with the reason.
  const installed = Promise.allSettled([ensureEngine(), ensurePythonTools()]);
  await bundle();
  await installed;
  for (const { name, args } of GROUPS) {
    const begun = Date.now();
    console.log(`\n== ${name} ==`);
    const file = join(results, `${name}.json`);
    const green = await run(bin('jest'), [...args, '--json', '--outputFile', file, '--silent']);
    let counted: JestResults;
    try {
      counted = JSON.parse(readFileSync(file, 'utf8')) as JestResults;
    } catch {
      counted = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numRuntimeErrorTestSuites: 0 };
    }
    // A file that cannot be loaded has no tests to count, and a skipped test proves nothing: both are failures.
    const bad = counted.numFailedTests + counted.numRuntimeErrorTestSuites + counted.numPendingTests;
    passed += counted.numPassedTests;
    failed += bad === 0 && !green ? 1 : bad;
    console.log(`== ${name}: ${counted.numPassedTests} passed, ${bad} failed in ${seconds(begun)} ==`);
  }

  console.log(`\nall tests took ${seconds(started)}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

main().catch((error: Error) => {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
});
