import type { onRequestHookHandler } from 'fastify';
import { TooManyRequests } from './errors';

/**
 * Requests of one tenant that a task of the pool works on at once. A tenant within its plan has a few: ten come in a
 * burst, and each may ask products four questions at a time. More are slow bodies, or a table that has slowed down; the
 * rest of the 100 connections to AWS, and of the memory for bodies, stays with the others.
 */
export const IN_FLIGHT_PER_TENANT = 60;

/**
 * An onRequest hook after `authenticate`, before a body is read: what is over the limit is refused at once, at the
 * price of a look into a map.
 */
export function limitInFlight(limit: number): onRequestHookHandler {
  const inFlight = new Map<string, number>();
  return (request, reply, done) => {
    const { tenantId } = request.caller;
    const count = inFlight.get(tenantId) ?? 0;
    if (count >= limit) return done(new TooManyRequests('too many requests of the tenant are under way'));
    inFlight.set(tenantId, count + 1);
    // Also when the client goes away, which no hook of the framework tells.
    reply.raw.once('close', () => {
      const left = (inFlight.get(tenantId) ?? 1) - 1;
      if (left === 0) inFlight.delete(tenantId);
      else inFlight.set(tenantId, left);
    });
    done();
  };
}
