import { execFile } from 'node:child_process';
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../../../builders/until';

const PRELOAD = join(__dirname, '../../../../scripts/local/task-runner/preload/code-cache.cjs');
let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'code-cache-')));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a bundle until it exits; gives its output. */
async function run(source: string): Promise<string> {
  const bundle = join(folder, 'main.js');
  await writeFile(bundle, source);
  const { stdout } = await promisify(execFile)(process.execPath, ['--require', PRELOAD, bundle], {
    env: { ...process.env, CODE_CACHE_FOLDER: join(folder, 'cache') },
  });
  return stdout.trim();
}

const cached = () => readdir(join(folder, 'cache')).catch(() => []);
/** Lives until its code has been kept. */
const longLived = (value: string) => `
  const { existsSync } = require('node:fs');
  console.log('${value}', require.main === module, process.env.CODE_CACHE_FOLDER);
  const wait = setInterval(() => existsSync('${folder}/cache') && clearInterval(wait), 20);`;

test('what was compiled is kept once, and a start from it runs the same program', async () => {
  const first = await run(longLived('one'));
  const kept = await until('the kept code', 10_000, async () => {
    const files = await cached();
    return files.length > 0 ? files : undefined;
  });
  const second = await run(longLived('one'));

  expect(kept).toHaveLength(1);
  expect(await cached()).toEqual(kept);
  expect([first, second]).toEqual(Array(2).fill('one true undefined'));
});

test('another program of the same length is never run from it', async () => {
  await run(longLived('one'));

  const other = await run(longLived('two'));

  expect(other).toBe('two true undefined');
});
