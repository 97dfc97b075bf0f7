import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { logger } from '../observability';
import { flushMetrics } from './flush-metrics';
import { validate } from './validate';

/**
 * Handler of a job: input validated, logs carry tenant and execution, errors leave under their own name after one log
 * line.
 *
 * @param input schema of the event
 * @param work the job, pure of Lambda; its result becomes the invocation's
 */
export const jobHandler = <S extends z.ZodType, R>(input: S, work: (input: z.output<S>) => Promise<R>) =>
  middy<unknown, R, Error, Context>()
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
