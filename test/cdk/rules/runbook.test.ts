import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTemplates } from '../../builders/stacks';

const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
const alarms = buildTemplates()
  .ofType('AWS::CloudWatch::Alarm')
  // `<stack>/Alarms<id><hash of 8>`; those of a cell or a service have its name at the end.
  .map(({ name }) => name.replace(/^.*\/Alarms/, '').slice(0, -8))
  .map((id) => id.replace(/^(Faults|Unhealthy).*$/, '$1-'));

it('the README has a line of what to do for each alarm', () => {
  expect(alarms.length).toBeGreaterThan(20);
  for (const alarm of alarms) expect([alarm, readme.includes(`\`${alarm}`)]).toEqual([alarm, true]);
});
