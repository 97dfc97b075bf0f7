import Table from 'cli-table3';
import type { Result } from './scenario';

/** One line about a scenario that has ended. */
export function line({ name, pace, perSecond, kinds, kills, problems }: Result): string {
  const failed = pace.sent - kinds.ok;
  const replaced = kills.map(({ service, firstSuccessMs }) => `${service} back after ${firstSuccessMs} ms`);
  const what = [`${pace.sent} sent, ${perSecond} a second`, `${failed} failed`, ...replaced].join('; ');
  return `  ${problems.length > 0 ? 'FAILED' : 'ok'} ${name}: ${[what, ...problems].join('; ')}`;
}

/** The figures of all scenarios, and what became of the requests that failed. */
export function print(results: Result[], load: { cores: number; start: number; end: number }): void {
  const requests = new Table({
    head: [
      'scenario',
      'wanted',
      'sent',
      'a second',
      'worst lag ms',
      'p50 ms',
      'p99 ms',
      'POST 201',
      'miscounted',
    ],
  });
  const outcomes = new Table({
    head: ['outcome', 'ok', 'Retry-After', 'reset', 'load balancer', 'wrong', 'unexplained'],
  });
  const kills = new Table({
    head: ['killed', 'service', 'kill to first 2xx, ms', 'kill to last failure, ms'],
  });
  for (const { name, pace, perSecond, latency, kinds, acknowledged, miscounted, ...more } of results) {
    requests.push([
      name,
      pace.wanted,
      pace.sent,
      perSecond,
      Math.round(pace.worstLagMs),
      latency.p50,
      latency.p99,
      acknowledged,
      miscounted.length,
    ]);
    const { ok, reset, balancer, wrong, unexplained } = kinds;
    outcomes.push([name, ok, kinds['retry-later'], reset, balancer, wrong, unexplained]);
    for (const { service, firstSuccessMs, lastFailureMs } of more.kills) {
      kills.push([name, service, firstSuccessMs ?? 'never', lastFailureMs ?? 'none failed']);
    }
  }
  console.log([requests, outcomes, kills].map(String).join('\n'));
  for (const { name, details, problems } of results) {
    for (const [detail, count] of Object.entries(details)) console.log(`${name}: ${count} x ${detail}`);
    for (const problem of problems) console.log(`FAILED ${name}: ${problem}`);
  }
  const sum = (of: (result: Result) => number) => results.reduce((total, result) => total + of(result), 0);
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  console.log(
    `${sum(({ pace }) => pace.sent)} requests, ${sum(({ pace, kinds }) => pace.sent - kinds.ok)} failed; ` +
      `${results.length} scenarios, ${failed} failed`,
  );
  console.log(
    `load of the machine: ${load.start} at the start, ${load.end} at the end, on ${load.cores} cores`,
  );
}
