import type { Usage } from '../../shared/contracts/usage';
import { NotReadyError } from '../../shared/errors';
import { getAccess } from '../../shared/registry/access';
import { remember } from '../../shared/remember';
import { findMeteredKey } from '../../shared/usage/metered-key';
import { readUsage, type UsageDependencies } from '../../shared/usage/read-usage';

/** As far back as a month's bill goes. */
const DAYS = 30;

/**
 * For so long a tenant gets the same answer: the account has ten calls of API Gateway's own API a second, for all
 * tenants and onboardings together.
 */
export const PLAN_MS = 30_000;
/** Tenants that a process remembers; one that has seen more begins anew. */
const MOST_REMEMBERED = 1_000;

export type ShowPlan = (tenantId: string) => Promise<Usage>;

/**
 * A tenant's own plan, and what it has used of it.
 * @throws NotReadyError while the tenant has no key
 */
export function showPlan(deps: UsageDependencies): ShowPlan {
  const remembered = new Map<string, () => Promise<Usage>>();
  return (tenantId) => {
    const known = remembered.get(tenantId);
    if (known) return known();
    const look = remember(
      PLAN_MS,
      () => lookUp(deps, tenantId),
      () => deps.registry.now().getTime(),
    );
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(tenantId, look);
    return look();
  };
}

async function lookUp(deps: UsageDependencies, tenantId: string): Promise<Usage> {
  const [access, key] = await Promise.all([
    getAccess(deps.registry, tenantId),
    findMeteredKey(deps.registry, tenantId),
  ]);
  if (!access || !key) throw new NotReadyError('this tenant has no plan at the moment');
  return readUsage(deps, access, key, DAYS);
}
