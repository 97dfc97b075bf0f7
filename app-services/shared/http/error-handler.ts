import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { unavailableAws } from './aws-errors';
import { HttpError, InvalidRequest } from './errors';
import { problemOf } from './validation';

/** Fastify's own refusals, in words for the client of an API. */
const FRAMEWORK: Record<string, [status: number, message: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body is too large: 256 KB at most'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'Content-Type must be application/json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'Content-Length does not match the body'],
  FST_ERR_CTP_INVALID_JSON_BODY: [
    400,
    'body is not valid JSON, or has a forbidden key (__proto__, constructor)',
  ],
  FST_ERR_BAD_URL: [400, 'path is not valid'],
};

/** The one place where errors become status codes. What is not recognised is a 500 without details, and a log line. */
function asHttpError(error: FastifyError | HttpError): HttpError | undefined {
  if (error instanceof HttpError) return error;
  if (error.validation)
    return new InvalidRequest(problemOf(error.validation, error.validationContext ?? 'body'));
  const framework = FRAMEWORK[error.code];
  if (framework) return new HttpError(...framework);
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new HttpError(error.statusCode, 'request is not valid');
  }
  return unavailableAws(error);
}

/** Answers every error as `{ "message": "…" }`; a 5xx is logged with its cause. */
export function errorHandler(log: Logger) {
  return (error: FastifyError | HttpError, request: FastifyRequest, reply: FastifyReply): void => {
    const known = asHttpError(error);
    const statusCode = known?.statusCode ?? 500;
    if (statusCode >= 500) {
      const fields = {
        requestId: request.id,
        tenantId: request.caller?.tenantId,
        statusCode,
        err: known?.cause ?? error,
      };
      log[known ? 'warn' : 'error'](fields, known ? 'unavailable' : 'failed');
    }
    if (known) reply.headers(known.headers);
    reply.code(statusCode).send({ message: known?.message ?? `internal error, request ${request.id}` });
  };
}
