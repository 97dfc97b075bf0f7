import type { Tier } from '../../../lambdas/shared/contracts/tiers';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { inventory } from '../../builders/inventory';
import { type Moto, startMoto } from '../../builders/moto';
import { clientsFor, stepsOf } from '../../builders/onboarding-steps';
import { createRegistryTable } from '../../builders/registry-table';
import { losingEachOnce, untilItEnds } from './losing-replies';
import { admitTo, completeDeployments, runSteps } from './run-steps';
import { makeSharedInfrastructure } from './shared-infrastructure';

const PORT = 15111;
const REGISTRY = 'registry';

describe('an onboarding whose call took effect but whose reply was lost', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto(PORT);
  }, 180_000);
  afterAll(() => moto?.stop());

  const config = {
    endpoint: `http://127.0.0.1:${PORT}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const world = async (tier: Tier) => {
    await fetch(`${config.endpoint}/moto-api/reset`, { method: 'POST' });
    const clients = clientsFor(config);
    await createRegistryTable(clients.dynamodb, REGISTRY);
    const shared = await makeSharedInfrastructure(clients, REGISTRY);
    completeDeployments(clients);
    const steps = stepsOf(clients, shared);
    return { clients, shared, steps, tenant: await admitTo(steps, tier, 'acme') };
  };
  /** Names without what differs between two tenants of one name. */
  const made = async () =>
    (await inventory(PORT)).map((line) =>
      line.replaceAll(/acme-[0-9a-f]{8}|tenant-[0-9a-f]{8}|\/\d+$/g, '*'),
    );

  it.each<[Tier, number]>([
    ['BASIC', 5],
    ['PREMIUM', 22],
  ])(
    'converges for %s, though each kind of call loses its first reply',
    async (tier, kinds) => {
      const undisturbed = await world(tier);
      await runSteps(undisturbed.clients, undisturbed.steps, undisturbed.tenant, 'one');
      const goal = await made();

      const { clients, shared, steps, tenant } = await world(tier);
      const faulty = clientsFor(config);
      completeDeployments(faulty);
      const { lost } = losingEachOnce(faulty);
      await untilItEnds(() => runSteps(clients, stepsOf(faulty, shared), tenant, 'one'));

      expect(lost.size).toBeGreaterThanOrEqual(kinds);
      expect(await made()).toEqual(goal);
      const ledger = await readLedger(steps.registry, tenant.tenantId);
      expect(ledger.filter((entry) => entry.state !== 'created')).toEqual([]);
    },
    180_000,
  );
});
