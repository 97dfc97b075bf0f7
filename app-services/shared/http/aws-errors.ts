import { Unavailable } from './errors';

/** Names by which DynamoDB, STS and Cognito say "too fast". */
const THROTTLES = new Set([
  'ThrottlingException',
  'Throttling',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
]);

/** Names of errors that Node and the SDK give when no answer came. */
const NO_ANSWER = new Set(['TimeoutError', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT']);

interface AwsError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

/**
 * The SDK has retried by then. What can pass becomes a 503 that invites the client to retry; every other AWS error
 * (a refusal by IAM, a malformed request) is a defect of ours and stays what it is.
 */
export function unavailableAws(error: unknown): Unavailable | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, code, $metadata } = error as AwsError;
  if (THROTTLES.has(name)) return new Unavailable('busy: try again in a moment', error);
  const noAnswer = NO_ANSWER.has(name) || (code !== undefined && NO_ANSWER.has(code));
  if (noAnswer || ($metadata?.httpStatusCode ?? 0) >= 500) {
    return new Unavailable('temporarily unavailable: try again in a moment', error);
  }
  return undefined;
}
