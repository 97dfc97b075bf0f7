import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPython, VENV_FOLDER } from './engine';

const run = promisify(execFile);

const REQUIREMENTS = join(__dirname, 'python-tools.txt');

/**
 * Installs the Python tools of the tests (python-tools.txt) into an environment of their own below `folder`, unless
 * they are there: about 30 s with a warm pip cache, none otherwise. Several callers at once are fine.
 *
 * @returns the Python that runs them: `python -m moto.server`, `python -m cfnlint`
 * @throws PythonMissing
 */
export async function ensurePythonTools(folder: string = VENV_FOLDER): Promise<string> {
  const wanted = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  // Named after its contents, so that another version is never found in its place.
  const venv = join(folder, 'python-tools', wanted.slice(0, 12));
  const python = join(venv, 'bin', 'python');
  if (await exists(python)) return python;
  // Built beside and moved into place, so that a second caller at the same time never sees half of it.
  const draft = `${venv}.${process.pid}`;
  await mkdir(join(folder, 'python-tools'), { recursive: true });
  await run(await findPython(), ['-m', 'venv', draft]);
  const flags = ['--quiet', '--disable-pip-version-check', '--no-input', '-r', REQUIREMENTS];
  await run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', ...flags]);
  if (await exists(python)) await rm(draft, { recursive: true });
  else await rename(draft, venv);
  return python;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
