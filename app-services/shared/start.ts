import { TokenVerifier } from './auth/token-verifier';
import type { CommonEnv } from './env';
import { IN_FLIGHT_PER_TENANT } from './http/tenant-turns';
import { serviceLog, standardOutput } from './observability/log';
import { TenantMetrics } from './observability/tenant-metrics';
import { type Running, run } from './run';
import type { ServiceDeps } from './service';

/** Makes what every service needs from its environment, builds the app with it and runs it. */
export async function start(
  env: CommonEnv,
  build: (deps: Omit<ServiceDeps, 'name' | 'tryIsolation'>) => Running['app'],
): Promise<void> {
  const sink = standardOutput();
  const log = serviceLog(env.SERVICE_NAME, env.LOG_LEVEL, sink);
  const metrics = new TenantMetrics(env.SERVICE_NAME, sink);
  const verifier = new TokenVerifier({
    region: env.AWS_REGION,
    userPoolId: env.USER_POOL_ID,
    appClientId: env.APP_CLIENT_ID,
    jwksBaseUrl: env.JWKS_BASE_URL,
    onlyTenantId: env.TENANCY === 'silo' ? env.TENANT_ID : undefined,
  });
  const app = build({
    verifier,
    log,
    metrics,
    corsAllowedOrigin: env.CORS_ALLOWED_ORIGIN,
    inFlightPerTenant: env.TENANCY === 'pooled' ? IN_FLIGHT_PER_TENANT : undefined,
  });
  await run({ app, port: env.PORT, log, sink, metrics });
  // After the first health checks, which count the start: loading Node's fetch takes 25 ms.
  setTimeout(() => void verifier.warm(), 200).unref();
}
