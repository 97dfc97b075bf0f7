import type { Command } from 'commander';
import { buildProgram } from '../../../scripts/cli/program/program';
import { Shell } from './run-saas';

/** Every command with the words that call it. */
function commandsOf(command: Command, words: string[] = []): { words: string[]; command: Command }[] {
  return [
    { words, command },
    ...command.commands.flatMap((child) => commandsOf(child, [...words, child.name()])),
  ];
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

const all = commandsOf(buildProgram());
const leaves = all.filter(({ command }) => command.commands.length === 0);

describe('help', () => {
  test('there are the commands that the project promises', () => {
    expect(leaves.map(({ words }) => words.join(' ')).sort()).toEqual(
      [
        ...['call', 'execution list', 'execution show', 'login', 'logout', 'logs', 'status'],
        ...['tenant list', 'tenant onboard', 'tenant show', 'tenant users', 'tenant watch'],
        ...[
          'tenant cancel-offboarding',
          'tenant export',
          'tenant offboard',
          'tenant receipt',
          'tenant replay',
        ],
        ...['tenant resume', 'tenant suspend'],
        ...['dlq discard', 'dlq list', 'dlq redrive', 'dlq show', 'reconcile'],
      ].sort(),
    );
  });

  test.each(all.map((entry) => [['saas', ...entry.words].join(' '), entry.command] as const))(
    '%s has a description and an example of itself',
    (line, command) => {
      const examples = helpOf(command).split('Examples:')[1] ?? '';

      expect(command.description()).not.toBe('');
      expect(examples).toContain(`${line} `.trimEnd());
    },
  );

  test.each(leaves.map((entry) => [entry.words.join(' '), entry.command] as const))(
    '%s answers in JSON and can be pointed at any deployment',
    (_line, command) => {
      const options = command.options.map(({ long }) => long);

      expect(options).toEqual(expect.arrayContaining(['--json', '--outputs', '--profile', '--region']));
    },
  );
});

describe('the command line as a process', () => {
  const shell = new Shell();
  afterAll(() => shell.close());

  test('prints help with the exit codes and succeeds', async () => {
    const { code, stdout } = await shell.run(['--help']);

    expect(code).toBe(0);
    expect(stdout).toContain('3  a watched workflow failed');
  });

  test('a group without a command prints its help and is wrong usage', async () => {
    const { code, stdout, stderr } = await shell.run(['tenant']);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: saas tenant');
  });

  test.each([
    [['tenant', 'shw'], 'Did you mean show?'],
    [['tenant', 'onboard', 'acme', '--tier', 'basic'], '--email'],
    [['logs', 'orders', '--since', 'yesterday'], 'such as 30s'],
    [['execution', 'list', 'acme', '--limit', '0'], 'whole number'],
    [['status', '--outputs', 'x', '--region', 'eu-west-1'], 'cannot be used with'],
    [['tenant', 'offboard', 'acme', '--retain-days', '351'], 'from 0 to 350'],
    [['call', 'acme', 'FETCH', '/orders'], 'must be one of GET'],
    [['call', 'acme', 'GET', 'https://elsewhere.test/'], 'must begin with /'],
    [['call', 'acme', 'GET', '/orders', '-H', 'nonsense'], 'name: value'],
    [['call', 'acme', 'POST', '/orders', '-d', '@missing.json'], 'missing.json'],
  ])('%j is wrong usage, and the message says why', async (args, reason) => {
    const { code, stdout, stderr } = await shell.run(args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('with --json an error is JSON on standard error', async () => {
    const { code, stdout, stderr } = await shell.run(['tenant', 'watch', '--json']);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({
      error: { message: "missing required argument 'tenant'", hint: expect.any(String), exitCode: 2 },
    });
  });
});
