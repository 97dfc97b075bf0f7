import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ensurePythonTools } from '../../../scripts/local/python-tools';
import { buildStacks } from '../../builders/stacks';

const run = promisify(execFile);

/**
 * `DependsOn` a role that a property names already: the CDK writes both, and the dependency on the role's policy,
 * which is what it is for, is not redundant.
 */
const IGNORED = 'W3005';

// Installing takes 30 s the first time, linting five templates 15 s on a busy machine.
jest.setTimeout(180_000);

it('cfn-lint finds neither errors nor warnings', async () => {
  const python = await ensurePythonTools();
  const { app } = buildStacks({
    operatorEmail: 'operator@example.com',
    alarmEmail: 'alarms@example.com',
    cells: { count: 2 },
    network: { interfaceEndpoints: 'ecr.api,logs' },
    encryption: { keys: 'customer' },
    portals: {
      admin: {
        domainName: 'admin.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000',
      },
    },
  });
  const assembly = app.synth();
  const templates = assembly.stacks.map((stack) => stack.templateFullPath);

  // Its exit code tells of findings; what it prints is what one wants to read.
  const { stdout } = await run(
    python,
    [join(dirname(python), 'cfn-lint'), '--format', 'json', '--ignore-checks', IGNORED, '--', ...templates],
    { maxBuffer: 64 * 1024 * 1024 },
  ).catch((error: { stdout?: string; message: string }) => {
    if (!error.stdout) throw new Error(error.message);
    return { stdout: error.stdout };
  });

  expect(templates).toHaveLength(5);
  expect(
    (JSON.parse(stdout) as { Rule: { Id: string }; Message: string; Location: { Path?: string[] } }[]).map(
      ({ Rule, Message, Location }) => `${Rule.Id} ${Location.Path?.join('/')}: ${Message}`,
    ),
  ).toEqual([]);
});
