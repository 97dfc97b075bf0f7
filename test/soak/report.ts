import Table from 'cli-table3';
import { TIERS } from '../../lambdas/shared/contracts/tiers';
import { timesOf } from '../../scripts/bench/onboarding/report';
import type { Direction, Journey } from './journey';
import type { SoakResult } from './soak';

const DIRECTIONS: Direction[] = ['onboarding', 'offboarding'];
const legsOf = (journeys: Journey[]) => journeys.flatMap(({ legs }) => legs);
const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Nobody is lost, nothing is left. */
export const isClean = ({ journeys, left }: SoakResult): boolean =>
  journeys.every(({ lost }) => lost === undefined) && left.length === 0;

/** The figures of a run, for a machine. */
export function figuresOf(result: SoakResult) {
  const { journeys, seconds, retries, repeatedRequests, sentAtEnd, fired, left } = result;
  const legs = legsOf(journeys);
  return {
    tenants: journeys.length,
    deleted: journeys.filter(({ lost }) => lost === undefined).length,
    seconds: Math.round(seconds),
    retries: sum(Object.values(retries)),
    retriesByState: retries,
    replays: sum(legs.map((leg) => leg.replays.length)),
    mostReplaysOfOne: Math.max(0, ...legs.map((leg) => leg.replays.length)),
    untoldFailures: sum(legs.map(({ untold }) => untold)),
    sentAgain: sum(legs.map(({ sentAgain }) => sentAgain)) + sentAtEnd,
    repeatedRequests,
    fired,
    times: DIRECTIONS.flatMap((direction) =>
      ([...TIERS, 'all'] as const).map((tier) => {
        const ways = legs.filter(
          (leg) => leg.direction === direction && (tier === 'all' || leg.tier === tier),
        );
        return {
          direction,
          tier,
          replays: sum(ways.map(({ replays }) => replays.length)),
          ...timesOf(ways.map(({ milliseconds }) => milliseconds).filter((value) => !Number.isNaN(value))),
        };
      }),
    ),
    lost: journeys.flatMap(({ tenantName, lost }) => (lost === undefined ? [] : [`${tenantName}: ${lost}`])),
    left,
  };
}

/** The figures as text: tables of times and harm, replays and retries by what failed, and what went wrong. */
export function textOf(result: SoakResult): string {
  const lines: string[] = [];
  const figures = figuresOf(result);
  const { fired } = figures;
  const share = (count: number) => `${((100 * count) / fired.calls).toFixed(1)} %`;
  const times = new Table({ head: ['milliseconds', 'tier', 'runs', 'p50', 'p95', 'replays'] });
  for (const { direction, tier, runs, p50, p95, replays } of figures.times) {
    times.push([direction, tier, runs, p50, p95, replays]);
  }
  lines.push(times.toString());
  const harm = new Table({ head: ['the proxy fired', 'calls', 'of all'] });
  for (const [kind, count] of Object.entries(fired.harmed)) harm.push([kind, count, share(count)]);
  harm.push(['calls in all', fired.calls, '']);
  lines.push(harm.toString());
  const replayed = count(legsOf(result.journeys).flatMap(({ replays }) => replays.map(withoutDetails)));
  lines.push(...list('replays, by what had failed', replayed));
  lines.push(...list('retries, by state', figures.retriesByState));
  lines.push(
    `${figures.deleted} of ${figures.tenants} tenants Created and Deleted in ${figures.seconds} s, ` +
      `${figures.retries} retries, ${figures.replays} replays (at most ${figures.mostReplaysOfOne} of one operation), ` +
      `${figures.untoldFailures} failures not told in time, ${figures.sentAgain} events sent again that were given up, ${figures.repeatedRequests} requests repeated`,
  );
  lines.push(...figures.lost.map((line) => `lost: ${line}`));
  lines.push(...figures.left.map((line) => `left: ${line}`));
  if (figures.left.length === 0) lines.push('the account is as it was before');
  return lines.join('\n');
}

/** State and error, without the cause, which names the tenant. */
const withoutDetails = (failure: string): string => failure.split(': ').slice(0, 2).join(': ');

function count(texts: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

function list(title: string, counts: Record<string, number>): string[] {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return [
    `${title}:${rows.length === 0 ? ' none' : ''}`,
    ...rows.map(([name, times]) => `  ${String(times).padStart(5)}  ${name}`),
  ];
}
