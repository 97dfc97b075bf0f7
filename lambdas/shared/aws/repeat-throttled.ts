import { isAwsError } from './errors';
import { type Clock, systemClock } from './wait-until';

/** As ECS and Cognito name it. */
const THROTTLES = ['ThrottlingException', 'TooManyRequestsException', 'Throttling', 'RequestLimitExceeded'];
/** As many as the SDK makes; see CLIENT_SETTINGS. */
const TRIES = 4;
/** Milliseconds before the second try, at most; each further pause is up to twice as long. */
const FIRST_PAUSE = 500;

/**
 * Makes a call that must not be repeated when it may have taken effect, through a client that repeats nothing. A
 * throttle is a refusal before any effect, so after one it is made again, three times at most within 3.5 s.
 */
export async function repeatThrottled<T>(
  call: () => Promise<T>,
  { sleep }: Pick<Clock, 'sleep'> = systemClock,
): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await call();
    } catch (error) {
      if (n === TRIES || !isAwsError(error, ...THROTTLES)) throw error;
      await sleep(Math.random() * FIRST_PAUSE * 2 ** (n - 1));
    }
  }
}
