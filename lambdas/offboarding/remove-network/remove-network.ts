import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import type { Clock } from '../../shared/aws/wait-until';
import type { OffboardingPlan } from '../../shared/contracts/workflow';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger, recordDeleted } from '../../shared/registry/ledger';
import { deleteNamespace } from './namespace';
import { deleteSecurityGroup } from './security-group';

export interface RemoveNetworkDependencies {
  ec2: EC2Client;
  cloudMap: ServiceDiscoveryClient;
  registry: RegistryContext;
  clock: Clock;
}

/**
 * Removes a silo tenant's network: its Service Connect namespace and its security group. Neither waits for the other:
 * both are free once the tenant's tasks and services are gone.
 *
 * AWS calls: `servicediscovery:DeleteNamespace`, `GetOperation` (polls), and while services are left in the namespace
 * `ListServices` and `DeleteService`; `ec2:DeleteSecurityGroup`. For what the ledger has no ARN of, or what AWS
 * refuses: `servicediscovery:ListNamespaces`, `ec2:DescribeSecurityGroups`. Registry: Query, UpdateItem (ledger).
 *
 * @throws NotReadyError when one of them is in use for longer than 20 s
 */
export const removeNetwork =
  ({ ec2, cloudMap, registry, clock }: RemoveNetworkDependencies) =>
  async ({ plan: { tenant } }: { plan: OffboardingPlan }): Promise<Record<string, never>> => {
    const ledger = await readLedger(registry, tenant.tenantId);
    const namespaces = ledger.filter(({ type }) => type === 'Namespace');
    const groups = ledger.filter(({ type }) => type === 'SecurityGroup');
    await Promise.all([
      ...namespaces.map((entry) => deleteNamespace(cloudMap, entry, clock)),
      ...groups.map((entry) => deleteSecurityGroup(ec2, entry, clock)),
    ]);
    await recordDeleted(registry, tenant.tenantId, [...namespaces, ...groups]);
    return {};
  };
