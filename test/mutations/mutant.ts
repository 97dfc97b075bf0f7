import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Control } from './control';

/** What the tests read of the repository; what is installed and built is linked, not copied. */
const COPIED = [
  ...['app-services', 'cdk', 'lambdas', 'scripts', 'state-machines', 'test'],
  ...[
    'cdk.json',
    'jest.config.mjs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.portals.json',
  ],
];
const LINKED = ['node_modules', 'dist'];

/** What a file says without the control. @throws when the control does not stand there exactly once */
export function without({ file, remove, instead = '' }: Control, text: string): string {
  const parts = text.split(remove);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${remove.trim()}`);
  return parts.join(instead);
}

export type Verdict = { killed: true } | { killed: false; why: string };

/** A copy of the repository whose controls can be taken out one at a time. */
export class Copy {
  constructor(
    root: string,
    private readonly folder: string,
  ) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of COPIED) cpSync(join(root, name), join(folder, name), { recursive: true });
    for (const name of LINKED) symlinkSync(join(root, name), join(folder, name));
    mkdirSync(join(folder, '.local'));
    symlinkSync(join(root, '.local/venv'), join(folder, '.local/venv'));
    symlinkSync(join(root, '.local/python-tools'), join(folder, '.local/python-tools'));
  }

  /** Runs tests as the copy stands. @returns how many passed and failed; undefined when they could not be run */
  async test(tests: string[]): Promise<{ passed: number; failed: number } | undefined> {
    const report = join(this.folder, '.local/report.json');
    rmSync(report, { force: true });
    // A test that fails may leave open what it would have closed: nobody waits for that.
    const args = ['--silent', '--json', '--forceExit', '--outputFile', report, '--runTestsByPath', ...tests];
    const jest = spawn(join(this.folder, 'node_modules/.bin/jest'), args, {
      cwd: this.folder,
      stdio: 'ignore',
    });
    await new Promise((resolve) => jest.once('exit', resolve));
    try {
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
      return { passed: numPassedTests, failed: numFailedTests };
    } catch {
      return undefined;
    }
  }

  /** Takes the control out, runs its tests, and puts it back. */
  async tryWithout(control: Control): Promise<Verdict> {
    const file = join(this.folder, control.file);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, without(control, text));
    try {
      const counted = await this.test(control.tests);
      if (!counted) return { killed: false, why: 'the tests could not be run' };
      // A file that does not load is red as well, and shows nothing of the control.
      if (counted.passed + counted.failed === 0) return { killed: false, why: 'the tests did not load' };
      return counted.failed > 0
        ? { killed: true }
        : { killed: false, why: `all ${counted.passed} tests passed` };
    } finally {
      writeFileSync(file, text);
    }
  }
}
