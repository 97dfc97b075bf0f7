import Table from 'cli-table3';
import type { Comparison } from './scenarios';

/** /health against bare node:http: the cost of the framework alone. */
const HEALTH_RATIO = 0.9;
/** Requests with a token and a DynamoDB call: what identity, validation, logs and metrics may cost. */
const ORDERS_RATIO = 0.7;
const START_MS = 400;
/** Growth of resident memory that is still the heap settling, not a leak, which 100,000s of requests would show. */
const MEMORY_GROWTH_MB = 20;

export interface Figures {
  startMs: number;
  comparisons: Comparison[];
  memory: { beforeMb: number; afterMb: number };
}

export interface Judged {
  name: string;
  figure: string;
  target: string;
  passed: boolean;
  /** Everything measured, for `--json`. */
  measured: object;
}

/** Every figure beside its target. */
export function judge({ startMs, comparisons, memory }: Figures): Judged[] {
  const growthMb = memory.afterMb - memory.beforeMb;
  return [
    ...comparisons.flatMap(judgeComparison),
    {
      name: 'start to the first 200',
      figure: `${Math.round(startMs)} ms`,
      target: `≤ ${START_MS} ms`,
      passed: startMs <= START_MS,
      measured: { startMs },
    },
    {
      name: 'memory under load',
      figure: `${Math.round(memory.beforeMb)} → ${Math.round(memory.afterMb)} MB`,
      target: `growth ≤ ${MEMORY_GROWTH_MB} MB`,
      passed: growthMb <= MEMORY_GROWTH_MB,
      measured: memory,
    },
  ];
}

function judgeComparison(comparison: Comparison): Judged[] {
  const { name, ratio, servicePerSecond, barePerSecond, callsPerRequest } = comparison;
  const health = name.endsWith('health');
  const least = health ? HEALTH_RATIO : ORDERS_RATIO;
  const { serviceCpuUs, bareCpuUs } = comparison;
  const cpu = serviceCpuUs === undefined ? '' : `\n(CPU ${serviceCpuUs} of ${bareCpuUs} µs a request)`;
  const throughput: Judged = {
    name,
    figure: `${servicePerSecond} of ${barePerSecond} requests/s = ${Math.round(ratio * 100)} %${cpu}`,
    target: `≥ ${least * 100} %`,
    passed: ratio >= least,
    measured: comparison,
  };
  if (health) return [throughput];
  const dynamo = Object.entries(callsPerRequest).filter(([call]) => call.startsWith('DynamoDB'));
  const total = dynamo.reduce((sum, [, count]) => sum + count, 0);
  const roundTrips: Judged = {
    name: `${name}: DynamoDB round trips`,
    figure: dynamo.map(([call, count]) => `${count} ${call.slice('DynamoDB '.length)}`).join(', ') || 'none',
    target: '1',
    passed: total === 1,
    measured: callsPerRequest,
  };
  return [throughput, roundTrips];
}

export function print(judged: Judged[], asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify({ passed: judged.every(({ passed }) => passed), figures: judged }, null, 2));
    return;
  }
  const table = new Table({ head: ['', 'measured', 'target', ''], style: { head: [], border: [] } });
  for (const { name, figure, target, passed } of judged)
    table.push([name, figure, target, passed ? 'pass' : 'MISSED']);
  console.log(table.toString());
}
