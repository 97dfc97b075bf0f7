import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { namespaceArn, placeOf, securityGroupArn } from '../../shared/aws/place';
import { tenantTags } from '../../shared/aws/tags';
import type { Clock } from '../../shared/aws/wait-until';
import { footprintName } from '../../shared/contracts/identifiers';
import type { OnboardingPlan } from '../../shared/contracts/workflow';
import type { RegistryContext } from '../../shared/registry/client';
import { planResources, recordCreated } from '../../shared/registry/ledger';
import { createNamespace } from './namespace';
import { admitTraffic, createSecurityGroup } from './security-group';

export interface NetworkDependencies {
  ec2: EC2Client;
  cloudMap: ServiceDiscoveryClient;
  registry: RegistryContext;
  vpcId: string;
  clock: Clock;
}

/**
 * Makes a silo tenant's network: a security group that admits the cell's load balancer and the tenant's own tasks,
 * and a Cloud Map namespace in which the tenant's services find each other (Service Connect).
 *
 * AWS calls: `ec2:CreateSecurityGroup` and `ec2:CreateTags`, `ec2:AuthorizeSecurityGroupIngress`,
 * `servicediscovery:CreateHttpNamespace` and `TagResource`, `servicediscovery:GetOperation` (poll); on a further try
 * `ec2:DescribeSecurityGroups`, `servicediscovery:ListNamespaces`. Registry: PutItem, UpdateItem (ledger).
 *
 * @throws NotReadyError when Cloud Map takes longer than 15 s
 */
export const createNetwork =
  ({ ec2, cloudMap, registry, vpcId, clock }: NetworkDependencies) =>
  async ({
    plan: { tenant, executionArn, cell },
  }: {
    plan: OnboardingPlan;
  }): Promise<{ securityGroupId: string; namespaceArn: string }> => {
    const name = footprintName(tenant);
    const place = placeOf(executionArn);
    const tags = tenantTags(tenant).asKeyValue;
    const former = await planResources(registry, tenant.tenantId, executionArn, [
      { type: 'SecurityGroup', name, details: { vpcId } },
      { type: 'Namespace', name },
    ]);
    const [securityGroupId, namespaceId] = await Promise.all([
      createSecurityGroup(ec2, { vpcId, name, tags }).then(async (groupId) => {
        await admitTraffic(ec2, groupId, cell.loadBalancerSecurityGroupId);
        return groupId;
      }),
      createNamespace(cloudMap, { name, tags, madeBefore: former('Namespace', name) !== undefined }, clock),
    ]);
    const namespace = namespaceArn(place, namespaceId);
    await recordCreated(registry, tenant.tenantId, [
      { type: 'SecurityGroup', name, arn: securityGroupArn(place, securityGroupId) },
      { type: 'Namespace', name, arn: namespace },
    ]);
    return { securityGroupId, namespaceArn: namespace };
  };
