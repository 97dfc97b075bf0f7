import { drive, type Load, median, send } from './load';
import { cpuMs, type Server } from './processes';

/** Requests sent to count the calls that each makes. */
const COUNTED = 500;

/** One comparison: the service against a bare server with the same request, in turns. */
export interface Comparison {
  name: string;
  servicePerSecond: number;
  barePerSecond: number;
  /** Median over the rounds of service ÷ bare. */
  ratio: number;
  p99Ms: number;
  /** Processor time by request in µs: says what a disturbed machine's requests per second may hide. Linux only. */
  serviceCpuUs?: number | undefined;
  bareCpuUs?: number | undefined;
  /** Calls of AWS by one request of the service, by name; measured, not assumed. */
  callsPerRequest: Record<string, number>;
}

export interface ComparisonInput {
  name: string;
  service: Server;
  bare: Server;
  stub: Server;
  load: Omit<Load, 'url'> & { path: string };
  rounds: number;
  seconds: number;
}

/**
 * Drives both servers in turns, bare and service by round, so that whatever else the machine does meets both; the median
 * of the rounds' ratios forgives one disturbed round.
 */
export async function compare(input: ComparisonInput): Promise<Comparison> {
  const { service, bare, stub, rounds, seconds } = input;
  const { path, ...load } = input.load;
  const at = (server: Server): Load => ({ ...load, url: `${server.url}${path}` });
  await drive(at(bare), 1);
  await drive(at(service), 1);
  const bareRounds: Round[] = [];
  const serviceRounds: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bareRounds.push(await timed(bare, at(bare), seconds));
    serviceRounds.push(await timed(service, at(service), seconds));
  }
  const perSecond = (list: Round[]) => Math.round(median(list.map((round) => round.perSecond)));
  const cpuUs = (list: Round[]) =>
    list.every((round) => round.cpuUs !== undefined)
      ? Math.round(median(list.map((round) => round.cpuUs as number)))
      : undefined;
  return {
    name: input.name,
    servicePerSecond: perSecond(serviceRounds),
    barePerSecond: perSecond(bareRounds),
    ratio: median(
      serviceRounds.map((round, i) => round.perSecond / (bareRounds[i]?.perSecond ?? Number.NaN)),
    ),
    p99Ms: median(serviceRounds.map((round) => round.p99Ms)),
    serviceCpuUs: cpuUs(serviceRounds),
    bareCpuUs: cpuUs(bareRounds),
    callsPerRequest: await callsPerRequest(stub, at(service)),
  };
}

interface Round {
  perSecond: number;
  p99Ms: number;
  cpuUs: number | undefined;
}

async function timed(server: Server, load: Load, seconds: number): Promise<Round> {
  const before = cpuMs(server.pid);
  const { perSecond, p99Ms, requests } = await drive(load, seconds);
  const after = cpuMs(server.pid);
  const cpuUs =
    before === undefined || after === undefined ? undefined : ((after - before) * 1000) / requests;
  return { perSecond, p99Ms, cpuUs };
}

async function callsPerRequest(stub: Server, load: Load): Promise<Record<string, number>> {
  await untilQuiet(stub);
  await send(load, COUNTED);
  const calls = Object.entries(await counts(stub));
  return Object.fromEntries(calls.map(([name, count]) => [name, count / COUNTED]));
}

/** Requests cut off when a load ends still make their calls: waits for those. */
async function untilQuiet(stub: Server): Promise<void> {
  while (Object.keys(await counts(stub)).length > 0) await new Promise((resolve) => setTimeout(resolve, 200));
}

async function counts(stub: Server): Promise<Record<string, number>> {
  return (await (await fetch(`${stub.url}/_counts`)).json()) as Record<string, number>;
}
