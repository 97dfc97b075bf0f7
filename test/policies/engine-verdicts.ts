import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureEngine } from '../../scripts/local/engine';
import { root } from '../../scripts/local/paths';
import { ACCOUNT, REGION } from '../builders/stacks';
import { type Asked, contextOf, sessionArn } from './asked';
import type { RolePolicies } from './principals';

/** The verdicts of the local AWS's evaluator, in the order of what was asked. */
export async function engineVerdicts(
  roles: readonly RolePolicies[],
  all: readonly Asked[],
): Promise<boolean[]> {
  const { python } = await ensureEngine();
  const given = {
    account: ACCOUNT,
    region: REGION,
    roles: Object.fromEntries(roles.map((role) => [role.name, role])),
    asked: all.map(({ principal, request }) => ({
      role: principal.role.name,
      principal: sessionArn(principal),
      action: request.action,
      resource: request.resource,
      context: contextOf(principal, request),
      trust: request.trust?.name,
      keyPolicy: request.keyPolicy,
    })),
  };
  const child = spawn(python, [join(__dirname, 'engine_verdicts.py')], {
    env: { ...process.env, PYTHONPATH: join(root, 'scripts/local'), PYTHONDONTWRITEBYTECODE: '1' },
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => err.push(part));
  child.stdin.end(JSON.stringify(given));
  const code = await new Promise((ended) => child.on('close', ended));
  if (code !== 0) throw new Error(`the evaluator ended with ${code}: ${Buffer.concat(err)}`);
  return JSON.parse(Buffer.concat(out).toString()) as boolean[];
}
