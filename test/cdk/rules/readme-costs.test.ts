import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../../cdk/config';
import { monthlyCost } from '../../../lambdas/shared/footprint/monthly-cost';

const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
const { architecture, cpu, memory, desiredCount } = parseConfig({}).services;

/** Dollars, as the README rounds them. */
const cost = (on: typeof architecture): string => {
  const size = { architecture: on, cpu, memory, desiredCount };
  const [tasks] = monthlyCost('ADVANCED', size, false);
  return `$${Math.round(tasks?.amount ?? 0)}`;
};

it('the README has the price of three tasks that the preflight tells at the default settings', () => {
  expect(readme).toContain(`| an Advanced tenant | three tasks | about ${cost(architecture)} |`);
  expect(readme).toContain(`by metric | about ${cost(architecture)} |`);
  expect(readme).toContain(`pool of three tasks (${cost(architecture)})`);
});

it('says what ARM costs instead', () => {
  expect(architecture).toBe('X86_64');
  expect(readme).toContain(`ARM costs a fifth less, ${cost('ARM64')} for three tasks`);
});
