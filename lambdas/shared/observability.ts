import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

/**
 * One logger, tracer and metrics a function. Service name, namespace and level come from the `POWERTOOLS_*`
 * variables that the CDK construct sets.
 */
export const logger = new Logger();
export const tracer = new Tracer();
export const metrics = new Metrics();
