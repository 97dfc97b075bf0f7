import * as z from 'zod';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';
import { SERVICES } from '../../shared/contracts/tiers';
import type { NamedTenant, RoutePlan } from '../../shared/contracts/workflow';
import { IsolationBreachError } from '../../shared/errors';

export interface IsolationDependencies {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  clock: Clock;
}

/** IAM knows a role's policy everywhere some seconds after it was written; what takes longer is a further try's. */
const PATIENCE = { first: 100, longest: 2_000, total: 15_000 };
/** Milliseconds for a session and a few reads. */
const ANSWER_WITHIN = 5_000;

const findings = z.array(z.object({ attempt: z.string(), verdict: z.enum(['allowed', 'refused']) })).min(1);
/** What a service answers to `GET /<service>/isolation/<tenantId>`. */
const answerSchema = z.object({ own: findings, others: findings });

type Plan = RoutePlan & { tenant: Pick<NamedTenant, 'tenantId'> };

/**
 * Has each of the tenant's services try what its credentials reach, through the load balancer and inside the network:
 * the tenant's own must be reached, and nothing of another. The services try with the very credentials with which
 * they will serve the tenant; this step has none of its own that could.
 *
 * AWS calls: none.
 *
 * @throws IsolationBreachError when something of another tenant is reached
 * @throws NotReadyError when a service does not answer, or does not reach the tenant's own, for 15 s
 */
export const verifyIsolation =
  ({ fetch, clock }: IsolationDependencies) =>
  async ({ plan }: { plan: Plan }): Promise<Record<string, never>> => {
    const asked = await Promise.allSettled(
      SERVICES.map((service) => waitUntil(() => ask(fetch, plan, service), PATIENCE, clock)),
    );
    const breaches = asked.flatMap((each) => (each.status === 'fulfilled' ? each.value.breaches : []));
    if (breaches.length > 0) throw new IsolationBreachError(breaches);
    for (const each of asked) if (each.status === 'rejected') throw each.reason;
    return {};
  };

/** @returns what of others a service reaches, or what is not as it must be yet */
async function ask(
  fetch: IsolationDependencies['fetch'],
  { cell, tenantPath, tenant }: Plan,
  service: string,
): Promise<{ breaches: string[] } | string> {
  const path = `/${service}/isolation/${tenant.tenantId}`;
  const asked = `GET ${path} with tenantPath ${tenantPath} through the load balancer of ${cell.id}`;
  let answer: { status: number; text: string };
  try {
    const response = await fetch(`${cell.loadBalancerUrl}${path}`, {
      headers: { tenantPath },
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    answer = { status: response.status, text: await response.text() };
  } catch (error) {
    // Network trouble has many names, and all of them may pass: NotReadyError tells the last one.
    return `${asked} got no answer: ${(error as Error).message}`;
  }
  const found = answerSchema.safeParse(parsed(answer.text));
  if (answer.status !== 200 || !found.success) {
    return `${asked} answered ${answer.status}: ${answer.text.slice(0, 200)}`;
  }
  const { own, others } = found.data;
  const breaches = others.filter(({ verdict }) => verdict === 'allowed');
  const refused = own.find(({ verdict }) => verdict === 'refused');
  if (refused && breaches.length === 0) return `${service} may not ${refused.attempt}`;
  return { breaches: breaches.map(({ attempt }) => `${service} may ${attempt}`) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
