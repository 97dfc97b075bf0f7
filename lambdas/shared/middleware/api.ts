import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import type * as z from 'zod';
import { NotFoundError } from '../errors';
import { readJsonBody } from '../http/json-body';
import { type Access, authorizeOperator, type Operator } from '../http/operator';
import type { FindOperator } from '../http/operator-directory';
import { type ApiResponse, errorResponse } from '../http/responses';
import { logger } from '../observability';
import { tracer } from '../tracer';
import { flushMetrics } from './flush-metrics';
import { validate } from './validate';

export interface ApiRequest {
  /** As it was asked for, not decoded. */
  path: string;
  query: Record<string, string | undefined>;
  /** A part of the path, checked. @throws ValidationError that names it */
  param<S extends z.ZodType>(name: string, schema: S): z.output<S>;
  /** The JSON body, checked. @throws ValidationError that names the first field that does not fit */
  body<S extends z.ZodType>(schema: S): z.output<S>;
}

export interface OperatorRequest extends ApiRequest {
  operator: Operator;
}

/** A route: who may call it, and its work. A `public` one has no operator. */
export type Route =
  | { access: 'public'; run: (request: ApiRequest) => Promise<ApiResponse> }
  | { access: Access; run: (request: OperatorRequest) => Promise<ApiResponse> };

/**
 * Handler of one resource of the Admin API (HTTP API, payload format 2.0): dispatches by route key, checks the
 * operator's role before anything of the request is read, and turns errors into answers in one place.
 *
 * @param find where operators are looked up; a handler all of whose routes are public needs none
 */
export const apiHandler = <K extends string>(routes: Record<K, Route>, find: FindOperator = nobody) =>
  middy<APIGatewayProxyEventV2WithJWTAuthorizer, ApiResponse, Error, Context>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(flushMetrics())
    .handler(async (event): Promise<ApiResponse> => {
      const requestId = event.requestContext.requestId;
      logger.appendKeys({ apiRequestId: requestId, route: event.routeKey });
      const { response, error } = await answer(routes as Record<string, Route>, find, event);
      const { statusCode: status } = response;
      if (status >= 500) logger.error('failed', { status, error: error as Error });
      // Messages can repeat what a client sent, a mailbox for instance: the error's name says enough.
      else logger.info('answered', { status, ...(error instanceof Error ? { error: error.name } : {}) });
      return { ...response, headers: { ...response.headers, 'x-request-id': requestId } };
    });

const nobody: FindOperator = async () => undefined;

async function answer(
  routes: Record<string, Route>,
  find: FindOperator,
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
): Promise<{ response: ApiResponse; error?: unknown }> {
  try {
    const route = Object.hasOwn(routes, event.routeKey) ? routes[event.routeKey] : undefined;
    if (!route) throw new NotFoundError('Not found');
    const request = toRequest(event);
    if (route.access === 'public') return { response: await route.run(request) };
    const operator = await authorizeOperator(event, route.access, find);
    logger.appendKeys({ operator: operator.sub });
    return { response: await route.run({ ...request, operator }) };
  } catch (error) {
    return { response: errorResponse(error), error };
  }
}

const toRequest = (event: APIGatewayProxyEventV2WithJWTAuthorizer): ApiRequest => ({
  path: event.rawPath,
  query: event.queryStringParameters ?? {},
  param: (name, schema) => validate(schema, event.pathParameters?.[name], name),
  body: (schema) => validate(schema, readJsonBody(event)),
});
