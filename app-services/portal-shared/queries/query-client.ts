import { QueryClient } from '@tanstack/react-query';
import { ApiError, mayPass } from '../api/errors';

const TRIES = 3;

/** Doubles from half a second, unless the API says how long to wait. At most half a minute. */
export const retryDelay = (attempt: number, error: unknown): number => {
  const told = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  return Math.min(told === undefined ? 500 * 2 ** attempt : told * 1000, 30_000);
};

/** Reads are tried again on what passes; a mutation never, for nobody knows whether it was done. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry: (failures, error) => failures < TRIES && mayPass(error),
        retryDelay,
      },
      mutations: { retry: false },
    },
  });
