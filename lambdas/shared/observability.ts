import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/**
 * One logger and metrics a function. Service name, namespace and level come from the `POWERTOOLS_*` variables that the
 * CDK construct sets.
 */
export const logger = new Logger();
export const metrics = new Metrics();
