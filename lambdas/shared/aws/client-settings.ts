/**
 * Settings of every AWS SDK client of a function. Without them a call that is never answered lasts as long as the
 * function, and takes all that the function has done with it; the SDK tries a call again that timed out, as it does
 * after a throttle. Four tries that all time out, with the SDK's pauses, stay below the 25 s of a function; when 30 % of
 * all calls fail, less than 1 % do so four times in a row, so that a step of twenty calls rarely begins anew.
 */
export const CLIENT_SETTINGS = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;
