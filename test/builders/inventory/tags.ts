import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { isTask } from '../../../lambdas/shared/footprint/tagged-resources';
import { clientConfig } from '../../../scripts/local/engine';
import { ecsLine } from './compute';
import { all } from './pages';
import { tagged } from './tagged';

/** Services that tell the tags of theirs themselves: the other lists ask them. */
const ASKED_THEMSELVES = /^arn:[^:]+:(apigateway|ec2|elasticloadbalancing|iam):/;

/**
 * Whatever else carries a tenant's tag, by service and kind, and by its name where the ARN has it. Tasks come and go; and the
 * index of tags goes on showing what ECS has deleted, on AWS as here, so that ECS's own lists decide about that.
 *
 * @param there lines of what the services' own lists show
 */
export async function tags(port: number, there: readonly string[]): Promise<string[]> {
  const client = new ResourceGroupsTaggingAPIClient(clientConfig(port));
  const found = await all(
    paginateGetResources({ client }, { TagFilters: [{ Key: 'tenantId' }] }),
    (page) => page.ResourceTagMappingList,
  );
  const known = new Set(there);
  return found.flatMap(({ ResourceARN: arn = '', Tags }) => {
    const line = ecsLine(arn);
    const counts = !isTask(arn) && !ASKED_THEMSELVES.test(arn) && (line === undefined || known.has(line));
    return counts ? tagged(kindOf(arn), Tags) : [];
  });
}

/** `arn:aws:ecs:…:service/advanced/tenant-acme-1a2b3c4d-orders`: `ecs service tenant-acme-1a2b3c4d-orders` */
function kindOf(arn: string): string {
  const [, , service, , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  const [kind] = resource.replace(/^\//, '').split(/[/:]/);
  const name = resource.match(/tenant-[a-z0-9-]+/g)?.at(-1);
  return [service, kind, name].filter(Boolean).join(' ');
}
