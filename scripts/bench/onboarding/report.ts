import Table from 'cli-table3';
import type { AwsCall } from './counting-proxy';

/** Milliseconds: half, and 19 of 20, took no longer. */
export interface Times {
  runs: number;
  p50: number;
  p95: number;
}

export function timesOf(milliseconds: number[]): Times {
  const at = percentilesOf(milliseconds);
  return { runs: milliseconds.length, p50: at(0.5), p95: at(0.95) };
}

/** What a share of them (0.95) did not exceed, rounded; NaN of none. */
export function percentilesOf(milliseconds: number[]): (share: number) => number {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  return (share) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
}

/** Calls that only look whether something is ready: their number is a matter of time. */
const POLLS = new Set([
  'dynamodb:DescribeTable',
  'servicediscovery:GetOperation',
  'ecs:DescribeServices',
  'elasticloadbalancing:DescribeTargetHealth',
]);

export interface Calls {
  /** Calls an operation, beside polls and the registry's own. */
  total: number;
  byAction: Record<string, number>;
  polls: number;
  registryCalls: number;
  /** Writes to the ledger, a resource of the tenant. */
  ledgerWritesPerResource: number;
}

/** Figures of one onboarding or offboarding, from what was counted over several of the same tier. */
export function callsOf(calls: AwsCall[], published: number, operations: number, resources: number): Calls {
  const each = (count: number) => Math.round((100 * count) / operations) / 100;
  const registry = calls.filter((call) => call.registry);
  const other = calls.filter((call) => !call.registry && !POLLS.has(call.action));
  const counts = new Map<string, number>([['events:PutEvents', published]]);
  for (const { action } of other) counts.set(action, (counts.get(action) ?? 0) + 1);
  const writes = registry.reduce((sum, call) => sum + (call.registry?.ledgerWrites ?? 0), 0);
  return {
    total: each(other.length + published),
    byAction: Object.fromEntries([...counts].sort().map(([action, count]) => [action, each(count)])),
    polls: each(calls.filter(({ action }) => POLLS.has(action)).length),
    registryCalls: each(registry.length),
    ledgerWritesPerResource: Math.round((100 * writes) / resources) / 100,
  };
}

export interface Figure {
  what: string;
  value: number;
  limit: number;
  /** The limit is the least that is wanted, not the most. */
  atLeast?: true;
}

const kept = ({ value, limit, atLeast }: Figure): boolean => (atLeast ? value >= limit : value <= limit);

export interface Result {
  latency: Record<string, Times>;
  floor: Record<string, Times>;
  calls: Record<string, Calls>;
  figures: Figure[];
  /** Processes that wanted a processor, mean of the last minute, at the start and at the end: the bench wants all. */
  load: { cores: number; start: number; end: number };
}

export const missed = ({ figures }: Result): Figure[] => figures.filter((figure) => !kept(figure));

export function print(result: Result, operation = 'an onboarding'): void {
  const times = new Table({ head: ['milliseconds', 'runs', 'p50', 'p95'] });
  for (const [name, { runs, p50, p95 }] of [
    ...Object.entries(result.latency),
    ...Object.entries(result.floor),
  ]) {
    times.push([name, runs, p50, p95]);
  }
  const calls = new Table({ head: [`AWS calls of ${operation}`, ...Object.keys(result.calls)] });
  const actions = new Set(Object.values(result.calls).flatMap(({ byAction }) => Object.keys(byAction)));
  const row = (name: string, of: (one: Calls) => number | undefined) =>
    calls.push([name, ...Object.values(result.calls).map((one) => of(one) ?? '')]);
  for (const action of [...actions].sort()) row(action, ({ byAction }) => byAction[action]);
  row('in all', ({ total }) => total);
  row('polls, beside', ({ polls }) => polls);
  row("the registry's own, beside", ({ registryCalls }) => registryCalls);
  row('ledger writes a resource', ({ ledgerWritesPerResource }) => ledgerWritesPerResource);
  const figures = new Table({ head: ['figure', 'measured', 'wanted', ''] });
  for (const figure of result.figures) {
    const { what, value, limit, atLeast } = figure;
    figures.push([
      what,
      value,
      `${atLeast ? 'at least' : 'at most'} ${limit}`,
      kept(figure) ? 'kept' : 'MISSED',
    ]);
  }
  console.log([times, calls, figures].map(String).join('\n'));
  const { cores, start, end } = result.load;
  console.log(`load of the machine: ${start} at the start, ${end} at the end, on ${cores} cores`);
}
