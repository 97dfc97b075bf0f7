import { QueryClient } from '@tanstack/react-query';
import { ApiError, mayPass } from '../api/errors';

const TRIES = 3;
const LONGEST_WAIT_MS = 30_000;

const toldToWaitMs = (error: unknown): number | undefined =>
  error instanceof ApiError && error.retryAfterSeconds !== undefined
    ? error.retryAfterSeconds * 1000
    : undefined;

/** Doubles from half a second, unless the API says how long to wait. At most half a minute. */
export const retryDelay = (attempt: number, error: unknown): number =>
  Math.min(toldToWaitMs(error) ?? 500 * 2 ** attempt, LONGEST_WAIT_MS);

/** What passes, within a time that somebody would look at "Loading": not a day's quota that is used up. */
export const retry = (failures: number, error: unknown): boolean =>
  failures < TRIES && mayPass(error) && (toldToWaitMs(error) ?? 0) <= LONGEST_WAIT_MS;

/**
 * Reads are tried again on what passes; a mutation never, for nobody knows whether it was done. Nor is one kept until the
 * network is back, as reads are: whoever has closed the dialog meanwhile has not ordered it.
 */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry,
        retryDelay,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
