import type { MiddlewareObj } from '@middy/core';
import { metrics } from '../observability';

/** Writes the metrics that an invocation recorded. Powertools' own warns of each invocation that recorded none. */
export const flushMetrics = (): MiddlewareObj => {
  const flush = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: flush, onError: flush };
};
