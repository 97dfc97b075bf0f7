import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FakeDeployment } from './fake-deployment';

export const LAUNCHER = resolve(__dirname, '../../../scripts/saas');

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  json: () => unknown;
  /** Of JSON Lines. */
  events: () => Record<string, unknown>[];
}

/** A person at a shell: a home folder of their own, and the outputs of a local start. */
export class Shell {
  readonly home = mkdtempSync(join(tmpdir(), 'saas-cli-'));
  readonly sessionFile = join(this.home, 'config', 'ecs-saas', 'session.json');
  readonly outputsFile = join(this.home, 'outputs.json');
  environment: Record<string, string> = {};

  constructor(deployment?: FakeDeployment, outputs?: Record<string, unknown>) {
    if (deployment) writeFileSync(this.outputsFile, JSON.stringify(outputs ?? deployment.outputs()));
  }

  env(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.home,
      XDG_CONFIG_HOME: join(this.home, 'config'),
      // No profile, no credentials and no metadata service of the machine that runs the tests.
      AWS_EC2_METADATA_DISABLED: 'true',
      ...this.environment,
    };
  }

  /** Runs a command on the local start. */
  saas(...args: string[]): Promise<Ran> {
    return this.run([...args, '--outputs', this.outputsFile]);
  }

  /** Runs exactly this; `input` is typed into standard input. */
  run(args: string[], input = '', command = LAUNCHER): Promise<Ran> {
    return new Promise((done, fail) => {
      const child = spawn(command, args, { env: this.env(), cwd: this.home });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      child.once('error', fail);
      child.once('close', (code) =>
        done({
          code,
          stdout,
          stderr,
          json: () => JSON.parse(stdout),
          events: () =>
            stdout
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line)),
        }),
      );
      child.stdin.end(input);
    });
  }

  close(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
