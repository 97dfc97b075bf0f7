import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { WHAT_TO_DO } from '../../../lambdas/shared/contracts/alarms';
import { buildProgram } from '../../../scripts/cli/program/program';
import { buildTemplates } from '../../builders/stacks';

const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
const CODE = /`([^`]+)`/g;
const codeIn = (text: string): string[] => [...text.matchAll(CODE)].map(([, code = '']) => code);

const textOf = (description: unknown): string =>
  typeof description === 'string' ? description : JSON.stringify(description);

/** The rows of the runbook: the alarms that it names, and what to do about them. */
const rows = readme
  .slice(readme.indexOf('| Alarm | What to do |'))
  .split(/\n(?!\|)/)[0]
  ?.split('\n')
  .slice(2)
  .map((row) => row.split('|'))
  .map(([, alarms = '', what = '']) => ({ alarms: codeIn(alarms), what }));

const alarms = buildTemplates()
  .ofType('AWS::CloudWatch::Alarm')
  .map(({ name, Properties }) => ({
    // `<stack>/Alarms<id><hash of 8>`; those of a cell or a service have its name at the end.
    id: name
      .replace(/^.*\/Alarms/, '')
      .slice(0, -8)
      .replace(/^(Faults|Unhealthy).*$/, '$1-'),
    action: textOf(Properties.AlarmDescription).split(WHAT_TO_DO)[1] ?? '',
  }))
  .map((alarm) => ({
    ...alarm,
    row: rows?.filter(({ alarms: named }) =>
      named.some((each) => (alarm.id.endsWith('-') ? each.startsWith(alarm.id) : each === alarm.id)),
    ),
  }));

/** The commands that a text names, without their arguments; `unknown` for what the CLI does not have. */
function commandsIn(text: string): string[] {
  const found = [...text.matchAll(/\bsaas ([a-z][a-z -]*)/g)].map(([, words = '']) => {
    const path: string[] = [];
    let command: Command | undefined = buildProgram();
    for (const word of words.split(' ')) {
      command = command?.commands.find((each) => each.name() === word);
      if (!command) break;
      path.push(word);
    }
    return path.length > 0 ? path.join(' ') : `unknown: saas ${words}`;
  });
  return [...new Set(found)].sort();
}

it('the README has one row of what to do for each alarm, and none for another', () => {
  expect(alarms.length).toBeGreaterThan(20);
  for (const { id, row } of alarms) expect([id, row?.length]).toEqual([id, 1]);
  for (const row of rows ?? []) {
    for (const named of row.alarms) {
      expect([
        named,
        alarms.some(({ id }) => named === id || (id.endsWith('-') && named.startsWith(id))),
      ]).toEqual([named, true]);
    }
  }
});

describe('alarm and row agree:', () => {
  it.each(alarms.map((alarm) => [alarm.id, alarm] as const))('%s by its commands', (_, { action, row }) => {
    const commands = commandsIn(action);

    expect(commandsIn(row?.[0]?.what ?? '')).toEqual(commands);
    expect(commands.filter((command) => command.startsWith('unknown'))).toEqual([]);
  });

  it.each(alarms.map((alarm) => [alarm.id, alarm] as const))('%s by its names', (_, { action, row }) => {
    for (const code of codeIn(row?.[0]?.what ?? '')) {
      // Commands have a test of their own: their arguments differ.
      if (!code.startsWith('saas ')) expect(action).toContain(code);
    }
  });
});
