import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import type { Tier } from '../../../lambdas/shared/contracts/tiers';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { inventory } from '../../builders/inventory';
import { useMoto } from '../../builders/moto';
import { planOfRemoval } from '../../builders/offboarding';
import { removalStepsOf } from '../../builders/offboarding-steps';
import { clientsFor, stepsOf } from '../../builders/onboarding-steps';
import { losingEachOnce, untilItEnds } from './losing-replies';
import { admitTo, completeDeployments, runSteps } from './run-steps';
import { makeSharedInfrastructure } from './shared-infrastructure';

const PORT = 15144;
const EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:tenant-offboarding:one';
const { config, reset } = useMoto(PORT);
/** What these steps remove; the rest of a footprint is other steps'. */
const OURS = /^(Cluster|Service|ListenerRule|TargetGroup|TaskDefinition|Role|Namespace|SecurityGroup) /;
const ENTRIES = ['Cluster', 'Service', 'ListenerRule', 'TargetGroup', 'TaskDefinition', 'Role', 'Namespace'];

describe('the steps that remove services, cluster and network, against moto', () => {
  /** moto goes on listing what it calls INACTIVE, as AWS does for a while. */
  const isInactive = async (line: string) => {
    const [, type, cluster, service] = /^(Cluster|Service) ([^/]+)\/?(.*)$/.exec(line) ?? [];
    const ecs = new ECSClient(config);
    if (type === 'Service') {
      const shown = await ecs.send(new DescribeServicesCommand({ cluster, services: [service ?? ''] }));
      return shown.services?.[0]?.status === 'INACTIVE';
    }
    if (type !== 'Cluster') return false;
    const shown = await ecs.send(new DescribeClustersCommand({ clusters: [cluster ?? ''] }));
    return shown.clusters?.[0]?.status === 'INACTIVE';
  };
  const remaining = async () => {
    const lines = (await inventory(PORT)).filter((line) => OURS.test(line));
    const inactive = await Promise.all(lines.map(isInactive));
    return lines.filter((_line, index) => !inactive[index]);
  };
  /** An account of its own with one tenant onboarded, and another whose things must stay. */
  const world = async (tier: Tier) => {
    await reset();
    const clients = clientsFor(config);
    const shared = await makeSharedInfrastructure(clients);
    const making = clientsFor(config);
    completeDeployments(making);
    const steps = stepsOf(making, shared);
    await runSteps(making, steps, await admitTo(steps, tier, 'neighbour'), 'neighbour');
    const before = await remaining();
    const { plan } = await runSteps(making, steps, await admitTo(steps, tier, 'acme'), 'acme');
    const ledger = async () => {
      const entries = await readLedger(steps.registry, plan.tenant.tenantId);
      return entries
        .filter(({ type }) => [...ENTRIES, 'SecurityGroup'].includes(type))
        .map(({ type, name, state }) => `${state} ${type} ${name}`);
    };
    return { clients, shared, before, ledger, plan: planOfRemoval(plan, EXECUTION) };
  };

  it.each<[Tier, number]>([
    ['BASIC', 0],
    ['ADVANCED', 17],
    ['PREMIUM', 18],
  ])(
    'remove all that a %s tenant had and nothing of another, and the second time change nothing',
    async (tier, count) => {
      const { clients, shared, before, ledger, plan } = await world(tier);
      expect(await ledger()).toHaveLength(count);

      for (const { run } of removalStepsOf(clients, shared)) {
        await run(plan);
        const once = [await remaining(), await ledger()];
        await run(plan);
        expect([await remaining(), await ledger()]).toEqual(once);
      }

      expect(await remaining()).toEqual(before);
      expect((await ledger()).filter((line) => !line.startsWith('deleted '))).toEqual([]);
    },
    120_000,
  );

  it('remove revisions of the task definition that an earlier image left', async () => {
    const { clients, shared, before, plan } = await world('ADVANCED');
    for (let more = 0; more < 11; more += 1) {
      await clients.ecs.send(
        new RegisterTaskDefinitionCommand({
          family: `${footprintName(plan.tenant)}-orders`,
          containerDefinitions: [{ name: 'orders', image: `images/orders:${more}`, memory: 128 }],
        }),
      );
    }

    for (const { run } of removalStepsOf(clients, shared)) await run(plan);

    expect(await remaining()).toEqual(before);
  }, 120_000);

  it('delete in an order that moto insists on: a target group not before its rule', async () => {
    const { clients } = await world('PREMIUM');
    const { TargetGroups = [] } = await clients.loadBalancing.send(new DescribeTargetGroupsCommand({}));

    expect(TargetGroups).toHaveLength(6);
    for (const { TargetGroupArn } of TargetGroups) {
      await expect(
        clients.loadBalancing.send(new DeleteTargetGroupCommand({ TargetGroupArn })),
      ).rejects.toMatchObject({ name: expect.stringContaining('ResourceInUse') });
    }
  }, 120_000);

  it('converge though each kind of call loses its first reply', async () => {
    const { shared, before, ledger, plan } = await world('PREMIUM');
    const faulty = clientsFor(config);
    const { lost } = losingEachOnce(faulty);

    for (const { run } of removalStepsOf(faulty, shared)) await untilItEnds(() => run(plan));

    expect(lost.size).toBeGreaterThanOrEqual(12);
    expect(await remaining()).toEqual(before);
    expect((await ledger()).filter((line) => !line.startsWith('deleted '))).toEqual([]);
  }, 180_000);
});
