import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { LineSink } from './observability/log';
import type { TenantMetrics } from './observability/tenant-metrics';
import { unusedConnections } from './unused-connections';

/** ECS kills a task 30 s after SIGTERM; a request takes 10 s at most (three DynamoDB attempts of 3 s). */
const STOP_WITHIN_MS = 20_000;
/** For a request that is on its way on a connection that was just opened. */
const FIRST_REQUEST_WITHIN_MS = 500;
/** Node closes what is idle when the server closes, and not what becomes idle after its last answer. */
const CLOSE_IDLE_EVERY_MS = 50;

export interface Running {
  app: FastifyInstance;
  port: number;
  log: Logger;
  sink: LineSink;
  metrics: TenantMetrics;
}

/**
 * Listens until SIGTERM or SIGINT; then takes no new connection, lets requests in flight end, closes idle connections,
 * writes the last metrics and log lines and exits 0.
 */
export async function run({ app, port, log, sink, metrics }: Running): Promise<void> {
  const unused = unusedConnections(app.server);
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    const grace = setTimeout(() => unused.close(), FIRST_REQUEST_WITHIN_MS);
    const idle = setInterval(() => app.server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
    const deadline = setTimeout(() => {
      log.warn('requests cut off at the deadline');
      app.server.closeAllConnections();
    }, STOP_WITHIN_MS);
    await app.close();
    clearTimeout(grace);
    clearInterval(idle);
    clearTimeout(deadline);
    metrics.stop();
    log.info('stopped');
    sink.flushSync();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // 0.0.0.0: the load balancer reaches a task by its address in the VPC.
  await app.listen({ port, host: '0.0.0.0' });
  metrics.start();
  log.info({ port }, 'listening');
}
