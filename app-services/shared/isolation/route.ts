import type { FastifyInstance } from 'fastify';
import { NotFound } from '../http/errors';
import type { TryIsolation } from './attempt';

/** As ids of tenants are written. */
const TENANT_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * `GET /<service>/isolation/<tenantId>`: the onboarding asks a tenant's service, before its users may, what the
 * service's credentials reach. The answer is verdicts, never data. It is for the inside alone: the gateway has no such
 * path, and every request of a user brings a token, with which there is nothing here.
 */
export function isolationRoute(app: FastifyInstance, service: string, tryIsolation: TryIsolation): void {
  app.get(`/${service}/isolation/:tenantId`, async (request) => {
    const { tenantId } = request.params as { tenantId: string };
    if (request.headers.authorization !== undefined || !TENANT_ID.test(tenantId)) {
      throw new NotFound('path not found');
    }
    return tryIsolation(tenantId);
  });
}
