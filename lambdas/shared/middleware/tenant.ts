import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { ApiResponse } from '../http/responses';
import { logger } from '../observability';
import { tracer } from '../tracer';
import { flushMetrics } from './flush-metrics';

/** Handler of a route of the tenants' API (REST API, proxy integration): logs by tenant, and what failed of ours. */
export const tenantHandler = (
  work: (event: APIGatewayProxyEvent) => Promise<{ response: ApiResponse; error?: unknown }>,
) =>
  middy<APIGatewayProxyEvent, ApiResponse, Error, Context>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(flushMetrics())
    .handler(async (event): Promise<ApiResponse> => {
      const { response, error } = await work(event);
      const facts = { status: response.statusCode, tenantId: event.requestContext.authorizer?.tenantId };
      if (response.statusCode >= 500) logger.error('failed', { ...facts, error: error as Error });
      else logger.info('answered', facts);
      return response;
    });
