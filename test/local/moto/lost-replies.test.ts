import type { Tier } from '../../../lambdas/shared/contracts/tiers';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { inventory } from '../../builders/inventory';
import { type Moto, startMoto } from '../../builders/moto';
import { type Clients, clientsFor, stepsOf } from '../../builders/onboarding-steps';
import { createRegistryTable } from '../../builders/registry-table';
import { admitTo, completeDeployments, runSteps } from './run-steps';
import { makeSharedInfrastructure } from './shared-infrastructure';

const PORT = 15111;
const REGISTRY = 'registry';

/** The reply to a call that AWS has carried out never came. */
class ReplyLost extends Error {
  override name = 'ReplyLost';
}

/** The middleware of any client, whatever its service. */
interface AnyStack {
  add: (
    middleware: (
      next: (args: unknown) => Promise<unknown>,
      context: { commandName?: string },
    ) => (args: unknown) => Promise<unknown>,
    options: { step: 'initialize'; priority: 'high' },
  ) => void;
}

/** Loses the reply to the `nth` call of these clients, the registry's included; counts the calls. */
function losing(nth: number, clients: Clients) {
  let calls = 0;
  let lost: string | undefined;
  const stacks = Object.values(clients).map((client) => client.middlewareStack as unknown as AnyStack);
  for (const stack of stacks) {
    stack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (++calls === nth) {
          lost = context.commandName;
          throw new ReplyLost(context.commandName);
        }
        return result;
      },
      // Outside the SDK's own retries: the step sees the error, as after a Lambda that died.
      { step: 'initialize', priority: 'high' },
    );
  }
  return {
    get calls() {
      return calls;
    },
    get lost() {
      return lost;
    },
  };
}

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
    ['BASIC', 8],
    ['PREMIUM', 45],
  ])(
    'converges for %s, whichever of its calls it was',
    async (tier, atLeast) => {
      const whole = await world(tier);
      const watched = clientsFor(config);
      completeDeployments(watched);
      const counter = losing(0, watched);
      await runSteps(whole.clients, stepsOf(watched, whole.shared), whole.tenant, 'one');
      const goal = await made();
      expect(counter.calls).toBeGreaterThanOrEqual(atLeast);

      for (let nth = 1; nth <= counter.calls; nth++) {
        const { clients, shared, steps, tenant } = await world(tier);
        const faulty = clientsFor(config);
        completeDeployments(faulty);
        const fault = losing(nth, faulty);
        await expect(
          runSteps(clients, stepsOf(faulty, shared), tenant, 'one').then(() => 'no error'),
        ).rejects.toThrow(ReplyLost);

        await runSteps(clients, steps, tenant, 'one');

        expect([fault.lost, await made()]).toEqual([fault.lost, goal]);
        const ledger = await readLedger(steps.registry, tenant.tenantId);
        expect(ledger.filter((entry) => entry.state !== 'created')).toEqual([]);
      }
    },
    600_000,
  );
});
