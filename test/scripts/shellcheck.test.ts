import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ensurePythonTools } from '../../scripts/local/python-tools';

const run = promisify(execFile);
const root = join(__dirname, '../..');

/** Every shell script of the repository. */
const scripts = readdirSync(join(root, 'scripts'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.sh'))
  .map((entry) => join(entry.parentPath, entry.name));

// Installing the tools takes 30 s the first time.
jest.setTimeout(180_000);

it('ShellCheck finds nothing in any script', async () => {
  const python = await ensurePythonTools();

  const { stdout } = await run(
    join(dirname(python), 'shellcheck'),
    ['--external-sources', '--severity=style', '--format=gcc', ...scripts],
    { cwd: root },
  ).catch((error: { stdout: string }) => error);

  expect(scripts.length).toBeGreaterThan(6);
  expect(stdout).toBe('');
});
