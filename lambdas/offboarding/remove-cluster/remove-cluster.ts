import { DeleteClusterCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { deleteOrAccept } from '../../shared/aws/delete';
import type { Clock } from '../../shared/aws/wait-until';
import type { OffboardingPlan } from '../../shared/contracts/workflow';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger, recordDeleted } from '../../shared/registry/ledger';

export interface RemoveClusterDependencies {
  ecs: ECSClient;
  registry: RegistryContext;
  clock: Clock;
}

/**
 * Deletes a Premium tenant's ECS cluster; for a tenant that has none in its ledger there is nothing to do.
 *
 * AWS calls: `ecs:DeleteCluster`. Registry: Query, UpdateItem (ledger).
 *
 * @throws NotReadyError when services or tasks are still in it after 20 s
 */
export const removeCluster =
  ({ ecs, registry, clock }: RemoveClusterDependencies) =>
  async ({ plan: { tenant } }: { plan: OffboardingPlan }): Promise<Record<string, never>> => {
    const ledger = await readLedger(registry, tenant.tenantId);
    const clusters = ledger.filter(({ type }) => type === 'Cluster');
    for (const { name } of clusters) {
      // By its name, which is unique in an account and region: it is the same whether the ARN was recorded or not.
      await deleteOrAccept(
        () => ecs.send(new DeleteClusterCommand({ cluster: name })),
        {
          gone: ['ClusterNotFoundException'],
          inUse: [
            'ClusterContainsServicesException',
            'ClusterContainsTasksException',
            'ClusterContainsContainerInstancesException',
            'ClusterContainsCapacityProviderException',
            'UpdateInProgressException',
          ],
        },
        clock,
      );
    }
    await recordDeleted(registry, tenant.tenantId, clusters);
    return {};
  };
