import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { isTask } from '../../../lambdas/shared/footprint/tagged-resources';
import { clientConfig } from '../../../scripts/local/engine';
import { ecsLine } from './compute';
import { all } from './pages';

/**
 * Whatever carries a tenant's tag, by service and kind, and by its name where the ARN has it. Tasks come and go; and the
 * index of tags goes on showing what ECS has deleted, on AWS as here, so that ECS's own lists decide about that.
 *
 * @param there lines of what the services' own lists show
 */
export async function tags(port: number, there: readonly string[]): Promise<string[]> {
  const client = new ResourceGroupsTaggingAPIClient(clientConfig(port));
  const tagged = await all(
    paginateGetResources({ client }, { TagFilters: [{ Key: 'tenantId' }] }),
    (page) => page.ResourceTagMappingList,
  );
  const known = new Set(there);
  return tagged
    .filter(({ ResourceARN: arn = '' }) => {
      const line = ecsLine(arn);
      return !isTask(arn) && (line === undefined || known.has(line));
    })
    .map(({ ResourceARN: arn = '', Tags = [] }) => {
      const owner = Tags.find(({ Key }) => Key === 'tenantId')?.Value;
      return `Tagged ${owner} ${kindOf(arn)}`;
    });
}

/** `arn:aws:elasticloadbalancing:…:targetgroup/tenant-1a2b3c4d-orders/50dc…`: `elasticloadbalancing targetgroup tenant-1a2b3c4d-orders` */
function kindOf(arn: string): string {
  const [, , service, , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  const [kind] = resource.replace(/^\//, '').split(/[/:]/);
  const name = resource.match(/tenant-[a-z0-9-]+/g)?.at(-1);
  return [service, kind, name].filter(Boolean).join(' ');
}
