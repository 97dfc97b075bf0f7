import { Tracer } from '@aws-lambda-powertools/tracer';

/** One tracer a function; apart from logger and metrics, since X-Ray's SDK is 40 KB that a job does without. */
export const tracer = new Tracer();
