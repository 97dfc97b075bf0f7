import type { Tier } from '../../../lambdas/shared/contracts/tiers';
import type { RequestedTenant } from '../../../lambdas/shared/contracts/workflow';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { inventory, ofAnyTenant } from '../../builders/inventory';
import { useMoto } from '../../builders/moto';
import { clientsFor, stepsOf } from '../../builders/onboarding-steps';
import { losingEachOnce, untilItEnds } from './losing-replies';
import { admitTo, completeDeployments, runSteps } from './run-steps';
import { makeSharedInfrastructure } from './shared-infrastructure';

const PORT = 15111;

describe('an onboarding whose call took effect but whose reply was lost', () => {
  const { config, reset } = useMoto(PORT);
  const world = async (tier: Tier) => {
    await reset();
    const clients = clientsFor(config);
    const shared = await makeSharedInfrastructure(clients);
    completeDeployments(clients);
    const steps = stepsOf(clients, shared);
    return { clients, shared, steps, tenant: await admitTo(steps, tier, 'acme') };
  };
  /** Without what differs between two tenants of one name. */
  const made = async (tenant: RequestedTenant) => ofAnyTenant(await inventory(PORT), tenant);

  it.each<[Tier, number]>([
    ['BASIC', 5],
    ['PREMIUM', 22],
  ])(
    'converges for %s, though each kind of call loses its first reply',
    async (tier, kinds) => {
      const undisturbed = await world(tier);
      await runSteps(undisturbed.clients, undisturbed.steps, undisturbed.tenant, 'one');
      const goal = await made(undisturbed.tenant);

      const { clients, shared, steps, tenant } = await world(tier);
      const faulty = clientsFor(config);
      completeDeployments(faulty);
      const { lost } = losingEachOnce(faulty);
      await untilItEnds(() => runSteps(clients, stepsOf(faulty, shared), tenant, 'one'));

      expect(lost.size).toBeGreaterThanOrEqual(kinds);
      expect(await made(tenant)).toEqual(goal);
      const ledger = await readLedger(steps.registry, tenant.tenantId);
      expect(ledger.filter((entry) => entry.state !== 'created')).toEqual([]);
    },
    180_000,
  );
});
