/** What the SDK asks of a retry strategy: its `RetryStrategyV2`, as far as it is used. */
interface Token {
  /** 0 at the first try. */
  getRetryCount: () => number;
  /** Milliseconds. */
  getRetryDelay: () => number;
}
interface Failure {
  errorType: 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR';
  /** When AWS says to come again. */
  retryAfterHint?: Date;
}

/** Milliseconds before the second try, at most; each further pause is up to twice as long. */
const FIRST_PAUSE = { THROTTLING: 500, TRANSIENT: 50 } as const;
/** Milliseconds that AWS may ask for beyond the pause. */
const LONGEST_HINT = 2_000;

/**
 * Repeats a call that may pass, however many others have failed. The SDK's own strategies draw on one budget for all
 * calls of a client: when 30 % of all calls fail, a function that stays warm has spent it after some hundred calls, and
 * from then on repeats nothing, for any tenant. Here the budget is the call's own tries; the state machine's pauses
 * keep a whole step from hammering.
 *
 * @param tries of a call in all
 * @param repeats `all`, or `refused` for calls that must not be made twice: a throttle is a refusal before any effect
 */
export const retries = (tries: number, repeats: 'all' | 'refused' = 'all') => ({
  acquireInitialRetryToken: async (): Promise<Token> => tokenOf(0, 0),
  refreshRetryTokenForRetry: async (former: Token, failure: Failure): Promise<Token> => {
    const { errorType } = failure;
    const passes = errorType === 'THROTTLING' || (errorType === 'TRANSIENT' && repeats === 'all');
    const count = former.getRetryCount() + 1;
    // The SDK then throws the call's error.
    if (!passes || count >= tries) throw new Error('no further try');
    return tokenOf(count, pauseOf(errorType, count, failure.retryAfterHint));
  },
  recordSuccess: () => undefined,
});

const tokenOf = (count: number, delay: number): Token => ({
  getRetryCount: () => count,
  getRetryDelay: () => delay,
});

function pauseOf(errorType: keyof typeof FIRST_PAUSE, count: number, hint?: Date): number {
  const pause = Math.random() * FIRST_PAUSE[errorType] * 2 ** (count - 1);
  return hint ? Math.max(pause, Math.min(hint.getTime() - Date.now(), pause + LONGEST_HINT)) : pause;
}
