import { retries } from './retries';

/** Tries of a call in all, for a client. */
export const tries = (count: number, repeats?: Parameters<typeof retries>[1]) => ({
  maxAttempts: count,
  retryStrategy: retries(count, repeats),
});

/**
 * Settings of every AWS SDK client of a function. Without them a call that is never answered lasts as long as the
 * function, and takes all that the function has done with it; a call is made again that timed out, as after a throttle.
 * Four tries that all time out stay below the 25 s of a function; when 30 % of all calls fail, less than 1 % do so four
 * times in a row, so that a step of twenty calls rarely begins anew.
 */
export const CLIENT_SETTINGS = {
  ...tries(4),
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

/** The same for calls that must not be made twice: only what AWS refused, and did not do, is asked for again. */
export const ONCE_SETTINGS = { ...CLIENT_SETTINGS, ...tries(4, 'refused') } as const;
