import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SERVICES } from '../../lambdas/shared/contracts/tiers';

const root = join(__dirname, '../..');

export interface ScriptRun {
  code: number;
  stdout: string;
  stderr: string;
  /** Every call of a fake program, `<program> <arguments>`, in order. */
  calls: string[];
}

/**
 * A folder with copies of shell scripts and with programs of ours on the PATH instead of the real ones, which note
 * how they are called. `$STAGE` is a folder in which they can keep what they know.
 */
export function scriptStage(scripts: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'script-stage-'));
  const state = join(folder, 'state');
  for (const made of ['bin', 'state', 'project/scripts', 'project/node_modules']) {
    mkdirSync(join(folder, made), { recursive: true });
  }
  for (const script of scripts) {
    cpSync(join(root, 'scripts', script), join(folder, 'project/scripts', script), { recursive: true });
  }
  for (const service of SERVICES) {
    const file = join('app-services', service, 'Dockerfile');
    cpSync(join(root, file), join(folder, 'project', file));
  }
  // The packages are "installed" already, so that no script installs any.
  for (const file of ['package-lock.json', 'node_modules/.installed-lock']) {
    writeFileSync(join(folder, 'project', file), '{}');
  }

  return {
    /** A file below `$STAGE`. */
    file: (name: string) => join(state, name),
    write: (name: string, lines: string[]) =>
      writeFileSync(join(state, name), lines.map((line) => `${line}\n`).join('')),
    read: (name: string): string[] =>
      existsSync(join(state, name))
        ? readFileSync(join(state, name), 'utf8')
            .split('\n')
            .filter((line) => line !== '')
        : [],
    /** Puts a program on the PATH, written in bash. */
    fake(program: string, body: string): void {
      const file = join(folder, 'bin', program);
      writeFileSync(file, `#!/bin/bash\necho "${program} $*" >>"$STAGE/calls"\n${body}\n`);
      chmodSync(file, 0o755);
    },
    run(script: string, args: string[], environment: Record<string, string> = {}): Promise<ScriptRun> {
      const env = {
        PATH: [join(folder, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
        HOME: folder,
        STAGE: state,
        ...environment,
      };
      return new Promise((resolve) => {
        const child = execFile(
          '/bin/bash',
          [join(folder, 'project/scripts', script), ...args],
          { env, timeout: 20_000 },
          (error, stdout, stderr) =>
            resolve({ code: error ? Number(error.code) : 0, stdout, stderr, calls: this.read('calls') }),
        );
        child.stdin?.end();
      });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type ScriptStage = ReturnType<typeof scriptStage>;
