import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import type * as z from 'zod';
import { tracer } from '../tracer';
import { jobHandler } from './job';

/**
 * Handler of a workflow's step: a job whose work is traced, and whose errors' names the state machine's Retry matches.
 *
 * @param input schema of what the state passes as Arguments' Payload
 * @param work the step, pure of Lambda; its result becomes the state's result
 */
export const taskHandler = <S extends z.ZodType, R>(input: S, work: (input: z.output<S>) => Promise<R>) =>
  jobHandler(input, work).use(captureLambdaHandler(tracer, { captureResponse: false }));
