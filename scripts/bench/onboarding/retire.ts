import {
  DescribeServicesCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { clientConfig } from '../../local/engine';

/** Lets a measured tenant's services end, so that the next one has the processors for itself as the first had. */
export async function retire(port: number, tenant: { tenantName: string }): Promise<void> {
  const ecs = new ECSClient(clientConfig(port));
  const { clusterArns = [] } = await ecs.send(new ListClustersCommand({}));
  for (const cluster of clusterArns) {
    const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster, maxResults: 100 }));
    const own = serviceArns.filter((arn) => arn.includes(`tenant-${tenant.tenantName}-`));
    if (own.length === 0) continue;
    for (const service of own)
      await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 0 }));
    for (;;) {
      const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: own }));
      if (services.every(({ runningCount }) => runningCount === 0)) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
