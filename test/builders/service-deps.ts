import { Unauthenticated } from '../../app-services/shared/http/errors';
import { serviceLog } from '../../app-services/shared/observability/log';
import type { ServiceDeps } from '../../app-services/shared/service';
import { buildCaller } from './tenant-tokens';

export interface BuiltServiceDeps {
  deps: Omit<ServiceDeps, 'name'>;
  /** Parsed log lines so far. */
  lines: () => Record<string, unknown>[];
  metrics: { tenantId: string; tier: string; statusCode: number }[];
}

/**
 * What every service takes, with a verifier that knows the tokens `admin-1` and `user-1` of tenant-1, and `admin-2` of
 * tenant-2.
 */
export function buildServiceDeps(): BuiltServiceDeps {
  const written: string[] = [];
  const metrics: BuiltServiceDeps['metrics'] = [];
  const callers = {
    'admin-1': buildCaller(),
    'user-1': buildCaller({ role: 'TenantUser', userName: 'uwe@example.com' }),
    'admin-2': buildCaller({ tenantId: 'tenant-2', tenantName: 'bolt', userName: 'bea@example.com' }),
  };
  const verify = (token: string) => {
    const caller = callers[token as keyof typeof callers];
    if (!caller) throw new Unauthenticated('token is not valid');
    return caller;
  };
  return {
    deps: {
      verifier: { verify },
      log: serviceLog('test', 'debug', { write: (line) => void written.push(line), flushSync: () => {} }),
      metrics: {
        record: (tenantId, tier, statusCode) => void metrics.push({ tenantId, tier, statusCode }),
      },
      corsAllowedOrigin: 'https://portal.example.com',
      tryIsolation: async () => ({ own: [], others: [] }),
    },
    lines: () => written.map((line) => JSON.parse(line)),
    metrics,
  };
}

/** Headers of a request with that token. */
export const as = (token: string, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  ...more,
});
