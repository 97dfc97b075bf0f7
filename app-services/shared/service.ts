import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { authenticate, type Verifier } from './auth/authenticate';
import type { Caller } from './auth/caller';
import { clientErrorHandler } from './http/client-error';
import { errorHandler } from './http/error-handler';
import { HttpError, InvalidRequest, NotFound } from './http/errors';
import { serverWithHealth } from './http/health';
import { KnownRoutes } from './http/known-routes';
import { requestIdOf } from './http/request-id';
import { limitInFlight } from './http/tenant-turns';
import { hasLoneSurrogate } from './http/unicode';
import { decimal } from './http/validation';
import type { TryIsolation } from './isolation/attempt';
import { isolationRoute } from './isolation/route';
import type { TenantMetrics } from './observability/tenant-metrics';

export interface ServiceDeps {
  /** First part of every path: `/orders`, `/orders/health`. */
  name: string;
  verifier: Verifier;
  log: Logger;
  metrics: Pick<TenantMetrics, 'record'>;
  corsAllowedOrigin: string;
  /** What the service's credentials reach, tried when the onboarding asks. */
  tryIsolation: TryIsolation;
  /** Requests of one tenant under way at once. @default no limit, as where one tenant has the process to itself */
  inFlightPerTenant?: number | undefined;
}

/** What every service answers the same way: health, unknown paths and methods, errors, identity, logs, metrics. */
export function buildService(deps: ServiceDeps, routes: (api: FastifyInstance) => void): FastifyInstance {
  const healthPath = `/${deps.name}/health`;
  const app = Fastify({
    // One log line a request, written below with the tenant; the framework's own two, and a logger a request, are not.
    logController: new LogController({ disableRequestLogging: true }),
    logger: false,
    genReqId: requestIdOf,
    requestIdHeader: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 512 },
    // Whatever is accepted fits into a DynamoDB item (400 KB).
    bodyLimit: 256 * 1024,
    serverFactory: (handler) => serverWithHealth(healthPath, handler),
    // While stopping: connections that are still open get their answers, with `Connection: close`.
    return503OnClosing: false,
    ajv: {
      customOptions: {
        // The tests check the schemas; checking them again takes 25 ms of every start.
        validateSchema: false,
        removeAdditional: false,
        coerceTypes: false,
        useDefaults: true,
        allowUnionTypes: true,
        formats: { decimal },
      },
    },
    clientErrorHandler,
    frameworkErrors: (error, request, reply) => errorHandler(deps.log)(error, request, reply),
  });
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Some clients name the type of a body that they do not send (DELETE): that is no body, not a broken one.
    if (body.length === 0) done(null, undefined);
    else if (hasLoneSurrogate(body as string)) done(new InvalidRequest('body must be well-formed Unicode'));
    else parseJson(request, body as string, done);
  });
  app.decorateRequest('caller', null as unknown as Caller);
  const known = new KnownRoutes();
  /** Says what is wrong with the path or the method. */
  const noRoute = (request: FastifyRequest): HttpError => {
    const methods = known.methodsOf(request.url);
    if (methods.length === 0) return new NotFound('path not found');
    const allow = methods.join(', ');
    return new HttpError(405, `method not allowed: ${allow}`, { allow });
  };
  const answer = errorHandler(deps.log);
  // Where there is no route it does not matter what else is wrong: the type of the body, its size.
  app.setErrorHandler<FastifyError>((error, request, reply) =>
    answer(request.is404 ? noRoute(request) : error, request, reply),
  );

  // `/users/:userName` has methods that `/users/health` must not have: there, nobody is called so.
  app.route({
    method: ['DELETE', 'PATCH', 'POST', 'PUT'],
    url: healthPath,
    handler: (_request, reply) => reply.callNotFound(),
  });
  app.addHook('onRoute', (route) => known.add(route));
  app.setNotFoundHandler((request) => {
    throw noRoute(request);
  });

  // The process answers: it does not ask DynamoDB or Cognito, since replacing every task would not bring those back.
  // The server answers GET itself (serverWithHealth); this is for HEAD, and so that the path is known.
  app.get(healthPath, async () => ({ status: 'ok' }));
  isolationRoute(app, deps.name, deps.tryIsolation);

  app.register(async (api) => {
    api.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
      // The gateway passes our headers through as they are, so what browsers need for CORS is ours to say.
      reply.header('access-control-allow-origin', deps.corsAllowedOrigin);
      reply.header('access-control-expose-headers', 'etag, link, retry-after, x-next-token, x-request-id');
    });
    api.addHook('onRequest', authenticate(deps.verifier));
    if (deps.inFlightPerTenant !== undefined) api.addHook('onRequest', limitInFlight(deps.inFlightPerTenant));
    api.addHook('onResponse', async (request, reply) => {
      const { caller } = request;
      const ms = Math.round(reply.elapsedTime * 100) / 100;
      if (caller) deps.metrics.record(caller.tenantId, caller.tier, reply.statusCode, ms);
      deps.log.info(
        {
          requestId: request.id,
          tenantId: caller?.tenantId,
          method: request.method,
          route: request.routeOptions.url,
          status: reply.statusCode,
          ms,
        },
        'request',
      );
    });
    routes(api);
  });
  return app;
}
