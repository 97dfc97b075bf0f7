import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/local/paths';
import { ensurePythonTools } from '../../scripts/local/python-tools';

/** What is tested, as whom. */
export interface Target {
  name: string;
  /** The OpenAPI document and the configuration beside this file, from the root. */
  document: string;
  config: string;
  url: string;
  token: string;
  /** Name of the user whose token it is. */
  caller: string;
  /** Of the tenant API. */
  tenantId?: string;
}

export interface Round {
  target: string;
  seed: number;
  cases: number;
  seconds: number;
  /** By schemathesis' own names of them, with how often and where. */
  failures: { title: string; count: number; operations: string[] }[];
  errors: { title: string; count: number }[];
  /** What it printed: each failure with a curl command. */
  text: string;
}

interface Report {
  complete: boolean;
  running_time: number;
  test_cases: { generated: number };
  failures: { title: string; count: number; operations: string[] }[];
  errors: { title: string; count: number }[];
}

/**
 * Runs schemathesis once: the boundary cases of every schema, made-up ones, and chains of requests; with all its checks
 * (`--checks all` would turn on again what the configuration turns off, and says why).
 * @param examples made-up cases by operation
 * @param boundaries false leaves out the boundary cases, some thousand of each document
 */
export async function round(
  target: Target,
  {
    seed,
    examples,
    boundaries,
    folder,
  }: { seed: number; examples: number; boundaries: boolean; folder: string },
): Promise<Round> {
  const python = await ensurePythonTools();
  const report = join(folder, `${target.name}-${seed}.json`);
  await rm(report, { force: true });
  const args = [
    '-m',
    'schemathesis.cli',
    '--config-file',
    join(root, 'test/fuzz', target.config),
    '--no-color',
  ];
  args.push('run', join(root, target.document), '--url', target.url);
  args.push('--phases', boundaries ? 'examples,coverage,fuzzing,stateful' : 'fuzzing,stateful');
  args.push('--seed', String(seed), '--max-examples', String(examples), '--generation-database', 'none');
  args.push(
    '--workers',
    '1',
    '--suppress-health-check',
    'all',
    '--report',
    'json',
    '--report-json-path',
    report,
  );
  const text = await output(python, args, {
    FUZZ_TOKEN: target.token,
    FUZZ_CALLER: target.caller,
    FUZZ_TENANT: target.tenantId ?? '',
  });
  const written = await readFile(report, 'utf8').catch(() => undefined);
  if (written === undefined) throw new Error(`schemathesis gave no report:\n${text.slice(-4_000)}`);
  const { complete, running_time: seconds, test_cases, failures, errors } = JSON.parse(written) as Report;
  if (!complete) errors.push({ title: 'the run did not end', count: 1 });
  // Such a round tested the authorizer alone: its caller was signed out, or its token too old.
  const [refused] = /^.*returned only 401\/403.*$/m.exec(text) ?? [];
  if (refused) errors.push({ title: refused.trim(), count: 1 });
  return {
    target: target.name,
    seed,
    cases: test_cases.generated,
    seconds,
    failures: failures.map(({ title, count, operations }) => ({ title, count, operations })),
    errors,
    text,
  };
}

/** What a program prints, whatever its exit code. */
function output(command: string, args: string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env, PYTHONWARNINGS: 'ignore' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
    child.once('error', reject).once('close', () => resolve(text));
  });
}
