import { normalizeEmail } from '../../shared/contracts/identifiers';
import type { PreflightRequest, PreflightResult } from '../../shared/contracts/preflight';
import { COST_BASIS, monthlyCost, type TaskSize } from '../../shared/footprint/monthly-cost';
import { plannedResources } from '../../shared/footprint/planned-resources';
import type { Places } from '../../shared/registry/admission';
import type { RegistryContext } from '../../shared/registry/client';
import { checkPlaces, type MailboxInUse } from './check-places';
import { type AccountClients, checkQuotas } from './check-quotas';
import type { Quotas } from './env';

export interface PreflightDependencies {
  registry: RegistryContext;
  clients: AccountClients;
  mailboxInUse: MailboxInUse;
  places: Places;
  quotas: Quotas;
  taskSize: TaskSize;
  /** Whether tenants get keys of their own where their tier has one. */
  tenantKeys: boolean;
}

/** Tells what onboarding a tenant would meet, make and cost, as things stand. Changes nothing, and reserves nothing. */
export const preflight =
  ({ registry, clients, mailboxInUse, places, quotas, taskSize, tenantKeys }: PreflightDependencies) =>
  async (request: PreflightRequest): Promise<PreflightResult> => {
    const [fromRegistry, fromAws] = await Promise.all([
      checkPlaces(registry, mailboxInUse, places, request),
      checkQuotas(clients, quotas, request.tier),
    ]);
    const checks = [...fromRegistry, ...fromAws];
    const items = monthlyCost(request.tier, taskSize, tenantKeys);
    return {
      ready: checks.every(({ ok }) => ok),
      checks,
      resources: plannedResources(
        request.tier,
        { ...request, email: normalizeEmail(request.email) },
        tenantKeys,
      ),
      monthlyCost: {
        currency: 'USD',
        amount: Math.round(items.reduce((sum, { amount }) => sum + amount, 0) * 100) / 100,
        items,
        basis: COST_BASIS,
      },
    };
  };
