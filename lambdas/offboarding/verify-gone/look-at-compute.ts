import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  type ECSClient,
  paginateListTaskDefinitions,
} from '@aws-sdk/client-ecs';
import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { type Remaining, type Subject, unlessMissing } from './remaining';

/** Services, task definitions and cluster. What is INACTIVE is gone: ECS shows it for a while. */
export async function lookAtEcs(ecs: ECSClient, { plan, name }: Subject): Promise<Remaining[]> {
  const [services, definitions, cluster] = await Promise.all([
    remainingServices(ecs, { plan, name }),
    Promise.all(plan.services.map((service) => remainingDefinitions(ecs, `${name}-${service}`))),
    plan.ownCluster ? remainingCluster(ecs, name) : [],
  ]);
  return [...services, ...definitions.flat(), ...cluster];
}

/** Roles of the services' tasks, each by its name: the index of tags knows none, and a list would be of all roles. */
export async function lookAtTaskRoles(iam: IAMClient, { plan, name }: Subject): Promise<Remaining[]> {
  const found = await Promise.all(
    plan.services.map(async (service): Promise<Remaining[]> => {
      const RoleName = `${name}-${service}`;
      const answer = await unlessMissing(
        iam.send(new GetRoleCommand({ RoleName })),
        'NoSuchEntityException',
        'NoSuchEntity',
      );
      return answer ? [{ type: 'Role', name: RoleName }] : [];
    }),
  );
  return found.flat();
}

async function remainingServices(ecs: ECSClient, { plan, name }: Subject): Promise<Remaining[]> {
  const answer = await unlessMissing(
    ecs.send(
      new DescribeServicesCommand({
        cluster: plan.ownCluster ? name : plan.advancedClusterArn,
        services: plan.services.map((service) => `${name}-${service}`),
      }),
    ),
    'ClusterNotFoundException',
  );
  return (answer?.services ?? [])
    .filter(({ status }) => status !== 'INACTIVE')
    .map(({ serviceName = '' }) => ({ type: 'Service', name: serviceName }));
}

/** Of exactly that family, since AWS filters by the beginning of the name. */
async function remainingDefinitions(ecs: ECSClient, family: string): Promise<Remaining[]> {
  const found: Remaining[] = [];
  for (const status of ['ACTIVE', 'INACTIVE'] as const) {
    const pages = paginateListTaskDefinitions({ client: ecs }, { familyPrefix: family, status });
    for await (const { taskDefinitionArns = [] } of pages) {
      const own = taskDefinitionArns.filter((arn) => arn.includes(`:task-definition/${family}:`));
      found.push(...own.map((arn) => ({ type: 'TaskDefinition', name: arn })));
    }
  }
  return found;
}

async function remainingCluster(ecs: ECSClient, name: string): Promise<Remaining[]> {
  const { clusters = [] } = await ecs.send(new DescribeClustersCommand({ clusters: [name] }));
  return clusters.some(({ status }) => status !== 'INACTIVE') ? [{ type: 'Cluster', name }] : [];
}
