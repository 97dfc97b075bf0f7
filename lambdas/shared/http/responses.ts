import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PublicationError,
  TenantBusyError,
  TooLargeError,
  UnauthenticatedError,
  ValidationError,
} from '../errors';

export type ApiResponse = APIGatewayProxyStructuredResultV2 & { statusCode: number };

const HEADERS = {
  'content-type': 'application/json',
  // Answers hold tenants' and operators' data.
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** An answer with the API's headers. */
export const respond = (
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): ApiResponse => ({
  statusCode,
  headers: { ...HEADERS, ...headers },
  body: JSON.stringify(body),
});

/** The API's envelope. */
export const ok = (data: unknown, statusCode = 200): ApiResponse => respond(statusCode, { data });

/** A page of a list; `next_token` only where there is more, `total` only of a list that is counted. */
export const page = (data: unknown[], nextToken: string | undefined, total?: number): ApiResponse =>
  respond(200, {
    data,
    ...(nextToken ? { next_token: nextToken } : {}),
    ...(total === undefined ? {} : { total }),
  });

/** First match wins. */
const STATUS: readonly [abstract new (...args: never[]) => Error, number][] = [
  [ValidationError, 400],
  [UnauthenticatedError, 401],
  [ForbiddenError, 403],
  [NotFoundError, 404],
  [ConflictError, 409],
  [TenantBusyError, 409],
  [TooLargeError, 413],
  [PublicationError, 503],
];

/** Names under which AWS services tell a caller to slow down. */
const THROTTLES = new Set([
  'ThrottlingException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

/**
 * Answer to an error: the one place where the API maps errors to statuses. What is not an error of ours tells
 * the client nothing but that it happened; the log has it under the request's id.
 */
export function errorResponse(error: unknown): ApiResponse {
  const known = STATUS.find(([type]) => error instanceof type);
  if (known) {
    const [, status] = known;
    return respond(
      status,
      { message: (error as Error).message },
      status === 503 ? { 'retry-after': '1' } : {},
    );
  }
  if (error instanceof Error && THROTTLES.has(error.name)) {
    return respond(429, { message: 'Too many requests; try again in a moment' }, { 'retry-after': '1' });
  }
  return respond(500, { message: 'Internal server error' });
}
