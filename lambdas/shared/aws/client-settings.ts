/**
 * Settings of every AWS SDK client of a function. Without them a call that is never answered lasts as long as the
 * function, and takes all that the function has done with it; the SDK tries a call again that timed out, as it does
 * after a throttle. Three tries with the SDK's pauses stay below the 30 s of a function.
 */
export const CLIENT_SETTINGS = {
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;
