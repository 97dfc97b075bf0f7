import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Line, type State, stateMachine, statesOf } from '../builders/state-machine';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** First column of the first table of a section, without its head. */
function statesInTable(heading: string): string[] {
  const [, section = ''] = readme.split(`\n## ${heading}\n`);
  const rows = section.split('\n## ')[0]?.match(/^\|.*\|$/gm) ?? [];
  return rows.slice(2).map((row) => String(row.split('|')[1]).trim());
}

/** Names of a line's states in their order, each followed by those of the states within it. */
const namesIn = (line: Line): string[] =>
  Object.entries(line.States).flatMap(([name, state]) => [name, ...within(state)]);

const within = ({ Branches = [], ItemProcessor }: State): string[] =>
  [...Branches, ...(ItemProcessor ? [ItemProcessor] : [])].flatMap(namesIn);

describe.each([
  ['onboarding', 'What happens when a tenant is onboarded'],
  ['offboarding', 'What happens when a tenant leaves'],
])("the README's table of the %s", (name, heading) => {
  const machine = stateMachine(name);
  const states = statesOf(machine);
  const named = statesInTable(heading);

  it('names states as the state machine does, in its order', () => {
    expect(named.length).toBeGreaterThan(8);
    expect(named).toEqual(namesIn(machine).filter((each) => named.includes(each)));
  });

  it('leaves out what the README says: choices, waits, what passes on, and parts of what is named', () => {
    const parts = states.filter(([each]) => named.includes(each)).flatMap(([, state]) => within(state));
    const tasks = states.filter(([, { Type }]) => Type === 'Task').map(([each]) => each);

    expect(tasks.filter((each) => !named.includes(each) && !parts.includes(each))).toEqual([]);
  });
});
