import { SERVICES } from '../services';

const WITHIN_MS = 60_000;

/** Waits until each pooled service answers through the load balancer of the pool's cell. */
export async function awaitPool(endpointUrl: string): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  for (const service of SERVICES) {
    const url = `${endpointUrl}/_alb/ecs-saas-cell-0/${service}/health`;
    for (;;) {
      const answer = await fetch(url, { headers: { tenantPath: 'basic' } }).catch(() => undefined);
      if (answer?.ok) break;
      if (Date.now() > deadline) {
        const last = answer ? `answers ${answer.status}` : 'does not answer';
        throw new Error(`the pooled ${service} service ${last} at ${url}; see tasks/ in the state folder`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
