import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { LAUNCHER, Shell } from './run-saas';

const version = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')).version;

describe('the launcher', () => {
  const shell = new Shell();
  afterAll(() => shell.close());

  test('works from another folder and through a chain of symlinks, absolute and relative', async () => {
    const bin = join(shell.home, 'bin');
    mkdirSync(bin);
    symlinkSync(LAUNCHER, join(bin, 'saas-real'));
    symlinkSync('saas-real', join(bin, 'saas'));

    const { code, stdout } = await shell.run(['--version'], '', join(bin, 'saas'));

    expect({ code, stdout }).toEqual({ code: 0, stdout: `${version}\n` });
  });

  test('says what to do when the packages are not installed', async () => {
    const clone = join(shell.home, 'fresh clone', 'scripts');
    mkdirSync(clone, { recursive: true });
    copyFileSync(LAUNCHER, join(clone, 'saas'));

    const { code, stderr } = await shell.run(['--version'], '', join(clone, 'saas'));

    expect(code).toBe(1);
    expect(stderr).toContain(`(cd '${join(shell.home, 'fresh clone')}' && npm ci)`);
  });

  test('says what to install when there is no Node.js', async () => {
    const bin = join(shell.home, 'no-node');
    mkdirSync(bin);
    for (const tool of ['bash', 'dirname', 'readlink']) symlinkSync(`/usr/bin/${tool}`, join(bin, tool));
    shell.environment = { PATH: bin };

    const { code, stderr } = await shell.run(['--version']);

    expect(code).toBe(1);
    expect(stderr).toContain('Node.js is not installed');
  });
});
