import {
  DescribeServicesCommand,
  ECSClient,
  paginateListClusters,
  paginateListServices,
  paginateListTaskDefinitions,
} from '@aws-sdk/client-ecs';
import { clientConfig } from '../../../scripts/local/engine';
import { all, inGroupsOf, ofEach } from './pages';

const nameOf = (arn: string): string => arn.split('/').slice(1).join('/');

const KINDS: Record<string, string> = { service: 'Service', 'task-definition': 'TaskDefinition' };

/** The line that a service or task definition has by its ARN; undefined for anything else. */
export function ecsLine(arn: string): string | undefined {
  const kind = KINDS[/^arn:[^:]+:ecs:[^:]*:[^:]*:([a-z-]+)\//.exec(arn)?.[1] ?? ''];
  return kind && `${kind} ${nameOf(arn)}`;
}

/** ECS tells of ten services at once. */
const AT_ONCE = 10;

/**
 * Clusters, services with the count that is wanted of each, and task definitions, which count whether or not they are
 * deregistered: both are there until they are deleted.
 */
export async function compute(port: number): Promise<string[]> {
  const client = new ECSClient(clientConfig(port));
  const clusters = await all(paginateListClusters({ client }, {}), (page) => page.clusterArns);
  const services = await ofEach(clusters, async (cluster) => {
    const arns = await all(paginateListServices({ client }, { cluster }), (page) => page.serviceArns);
    return [...arns.map((arn) => `Service ${nameOf(arn)}`), ...(await countsOf(client, cluster, arns))];
  });
  const definitions = await ofEach(['ACTIVE', 'INACTIVE'] as const, (status) =>
    all(paginateListTaskDefinitions({ client }, { status }), (page) => page.taskDefinitionArns),
  );
  return [
    ...clusters.map((arn) => `Cluster ${nameOf(arn)}`),
    ...services,
    ...definitions.map((arn) => `TaskDefinition ${nameOf(arn)}`),
  ];
}

const countsOf = (client: ECSClient, cluster: string, arns: readonly string[]): Promise<string[]> =>
  ofEach(inGroupsOf(AT_ONCE, arns), async (group) => {
    const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: group }));
    return services.map(
      ({ serviceArn = '', desiredCount }) => `DesiredCount ${nameOf(serviceArn)} ${desiredCount}`,
    );
  });
