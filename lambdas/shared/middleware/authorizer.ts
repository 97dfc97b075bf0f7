import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { logger } from '../observability';
import { tracer } from '../tracer';
import { flushMetrics } from './flush-metrics';

/**
 * Handler of a REST API's request authorizer: logs its decisions by tenant, never a token, and lets the error
 * "Unauthorized" through as it is, by which API Gateway answers 401.
 */
export const authorizerHandler = (
  work: (event: APIGatewayRequestAuthorizerEvent) => Promise<APIGatewayAuthorizerResult>,
) =>
  middy<APIGatewayRequestAuthorizerEvent, APIGatewayAuthorizerResult, Error, Context>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(flushMetrics())
    .handler(async (event): Promise<APIGatewayAuthorizerResult> => {
      try {
        const result = await work(event);
        const [statement] = result.policyDocument.Statement;
        logger.info('decided', { tenantId: result.principalId, effect: statement?.Effect });
        return result;
      } catch (error) {
        if (error instanceof Error && error.message === 'Unauthorized') logger.info('unauthorized');
        else logger.error('could not decide', error as Error);
        throw error;
      }
    });
