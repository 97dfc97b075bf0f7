import { type Clock, waitUntil } from '../../shared/aws/wait-until';
import { SERVICES } from '../../shared/contracts/tiers';
import type { RoutePlan } from '../../shared/contracts/workflow';

export interface VerifyDependencies {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  clock: Clock;
}

/** A rule works some seconds after it was made, a target some seconds after it is healthy. */
const PATIENCE = { first: 100, longest: 2_000, total: 10_000 };
/** Milliseconds that a service may take for its health. */
const ANSWER_WITHIN = 2_000;

/**
 * Asks each of the tenant's services for its health with a real request through the cell's load balancer, by the
 * header that the gateway will set. The load balancer is internal: the function runs inside its network.
 *
 * AWS calls: none.
 *
 * @throws NotReadyError that says which service answered what, after 10 s
 */
export const verifyTenant =
  ({ fetch, clock }: VerifyDependencies) =>
  async ({ plan }: { plan: RoutePlan }): Promise<Record<string, never>> => {
    await Promise.all(SERVICES.map((service) => waitUntil(() => ask(fetch, plan, service), PATIENCE, clock)));
    return {};
  };

async function ask(
  fetch: VerifyDependencies['fetch'],
  { cell, tenantPath }: RoutePlan,
  service: string,
): Promise<Record<string, never> | string> {
  const path = `/${service}/health`;
  const asked = `GET ${path} with tenantPath ${tenantPath} through the load balancer of ${cell.id}`;
  try {
    const response = await fetch(`${cell.loadBalancerUrl}${path}`, {
      headers: { tenantPath },
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    const body = (await response.text()).slice(0, 200);
    return response.status === 200 && saysOk(body) ? {} : `${asked} answered ${response.status}: ${body}`;
  } catch (error) {
    // Network trouble has many names, and all of them may pass: NotReadyError tells the last one.
    return `${asked} got no answer: ${describe(error)}`;
  }
}

function saysOk(body: string): boolean {
  try {
    return (JSON.parse(body) as { status?: unknown } | null)?.status === 'ok';
  } catch {
    return false;
  }
}

/** Node's fetch wraps what happened: `fetch failed`, because of `connect ECONNREFUSED …`. */
function describe(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
