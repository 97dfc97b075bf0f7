import { CliFailure, EXIT } from './failure';

interface SystemError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

const NO_ANSWER = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
]);
const EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
]);
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']);

/**
 * Any error as something a user can act upon. What is not recognised keeps its message, without a stack trace:
 * `SAAS_DEBUG=1` shows that.
 */
export function explain(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  if (!(error instanceof Error)) return new CliFailure(String(error));
  const chain = causes(error);
  if (chain.some(({ code }) => code !== undefined && NO_ANSWER.has(code))) return unreachable(chain);
  if (chain.some(({ name }) => name === 'TimeoutError')) {
    return new CliFailure('no answer in time', 'try again; saas status shows what is reachable');
  }
  if (chain.some(({ name }) => name === 'CredentialsProviderError' || name === 'TokenProviderError')) {
    return new CliFailure(
      `no AWS credentials: ${error.message}`,
      'on this machine run scripts/start.sh first; for AWS name a --profile, or sign in (aws sso login)',
      EXIT.notSignedIn,
    );
  }
  if (EXPIRED.has(error.name)) {
    return new CliFailure(
      `AWS refused the credentials: ${error.message}`,
      'sign in to AWS again (aws sso login), or name another --profile',
      EXIT.notSignedIn,
    );
  }
  if (DENIED.has(error.name)) {
    return new CliFailure(`AWS refused: ${error.message}`, 'use a --profile that may do this');
  }
  if (error.message === 'Region is missing') {
    return new CliFailure(
      'no AWS region is set',
      'on this machine run scripts/start.sh first; for AWS name one with --region, or set AWS_REGION',
      EXIT.usage,
    );
  }
  return new CliFailure(
    `${error.name}: ${error.message}`,
    'SAAS_DEBUG=1 shows where it comes from',
    EXIT.failed,
    {
      cause: error,
    },
  );
}

function causes(error: Error): SystemError[] {
  const found: SystemError[] = [];
  for (let at: unknown = error; at instanceof Error && found.length < 5; at = at.cause) {
    found.push(at);
    // Node tries every address of a name, and gives one error for all of them.
    if (at instanceof AggregateError) found.push(...(at.errors as SystemError[]));
  }
  return found;
}

function unreachable(chain: SystemError[]): CliFailure {
  const detail = chain.find(({ code, message }) => code && message)?.message ?? 'connection failed';
  return new CliFailure(
    `not reachable: ${detail}`,
    'on this machine, scripts/start.sh starts everything; on AWS, check the network and --region',
  );
}
