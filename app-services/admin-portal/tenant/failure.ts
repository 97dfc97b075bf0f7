import type { Registration } from '../types';

type Failure = { state: string; error: string; cause: string; executionArn: string };

/** What failed last for a tenant, and nothing has been tried since. Another plane may have written anything there. */
export function failureOf({ failure }: Pick<Registration, 'failure'>): Partial<Failure> | undefined {
  if (typeof failure !== 'object' || failure === null || Array.isArray(failure)) return undefined;
  return Object.fromEntries(Object.entries(failure).filter(([, value]) => typeof value === 'string'));
}
