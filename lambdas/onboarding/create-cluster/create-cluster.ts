import { CreateClusterCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { tenantTags } from '../../shared/aws/tags';
import { footprintName } from '../../shared/contracts/identifiers';
import type { OnboardingPlan } from '../../shared/contracts/workflow';
import type { RegistryContext } from '../../shared/registry/client';
import { planResources, recordCreated } from '../../shared/registry/ledger';

export interface ClusterDependencies {
  ecs: ECSClient;
  registry: RegistryContext;
}

/**
 * Makes a Premium tenant's ECS cluster. A cluster's name is unique, and ECS answers with the one that is there.
 *
 * AWS calls: `ecs:CreateCluster`, with tags `ecs:TagResource`. Registry: PutItem, UpdateItem (ledger).
 */
export const createCluster =
  ({ ecs, registry }: ClusterDependencies) =>
  async ({ plan: { tenant, executionArn } }: { plan: OnboardingPlan }): Promise<{ clusterArn: string }> => {
    const name = footprintName(tenant);
    await planResources(registry, tenant.tenantId, executionArn, [{ type: 'Cluster', name }]);
    const { cluster } = await ecs.send(
      new CreateClusterCommand({
        clusterName: name,
        capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
        defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 1 }],
        settings: [{ name: 'containerInsights', value: 'enabled' }],
        tags: tenantTags(tenant).asEcs,
      }),
    );
    const clusterArn = cluster?.clusterArn;
    if (!clusterArn) throw new Error(`ECS gave the cluster ${name} no ARN`);
    await recordCreated(registry, tenant.tenantId, [{ type: 'Cluster', name, arn: clusterArn }]);
    return { clusterArn };
  };
