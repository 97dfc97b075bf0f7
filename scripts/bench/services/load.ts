import autocannon from 'autocannon';

export const CONNECTIONS = 50;

export interface Load {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Several requests to take turns, in place of the one above. */
  requests?: { path: string; headers: Record<string, string> }[];
}

export interface Measured {
  requests: number;
  perSecond: number;
  p99Ms: number;
}

/**
 * Drives one server with 50 connections for some seconds.
 * @throws Error when any answer is not a 2xx: a fast error is no result
 */
export function drive(load: Load, seconds: number): Promise<Measured> {
  return run(load, { duration: seconds });
}

/** Sends exactly so many requests, for counting what each of them causes. */
export function send(load: Load, amount: number): Promise<Measured> {
  return run(load, { amount });
}

async function run(load: Load, length: { duration: number } | { amount: number }): Promise<Measured> {
  const result = await autocannon({ ...load, ...length, connections: CONNECTIONS });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${load.url}: ${result.non2xx} answers were no 2xx, ${result.errors} failed`);
  }
  const requests = result['2xx'];
  return { requests, perSecond: requests / result.duration, p99Ms: result.latency.p99 };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
