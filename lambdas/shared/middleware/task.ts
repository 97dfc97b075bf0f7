import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { logger, tracer } from '../observability';
import { flushMetrics } from './flush-metrics';
import { validate } from './validate';

/**
 * Handler of a workflow's step: input validated, logs carry tenant and execution, errors leave under their own
 * name (the state machine's Retry matches it) after one log line.
 *
 * @param input schema of what the state passes as Arguments' Payload
 * @param work the step, pure of Lambda; its result becomes the state's result
 */
export const taskHandler = <S extends z.ZodType, R>(input: S, work: (input: z.output<S>) => Promise<R>) =>
  middy<unknown, R, Error, Context>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(flushMetrics())
    .handler(async (event): Promise<R> => {
      const parsed = validate(input, event, 'input');
      logger.appendKeys(contextOf(event));
      try {
        return await work(parsed);
      } catch (error) {
        logger.error('step failed', error as Error);
        throw error;
      }
    });

/** Keys that every log line of a step carries, where its input has them. */
function contextOf(event: unknown): Record<string, string> {
  const { plan } = (event ?? {}) as { plan?: { tenant?: { tenantId?: string }; executionArn?: string } };
  return {
    ...(plan?.tenant?.tenantId ? { tenantId: plan.tenant.tenantId } : {}),
    ...(plan?.executionArn ? { executionArn: plan.executionArn } : {}),
  };
}
