import {
  GetResourcesCommand,
  type ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';

/** Something that carries a tenant's tag. */
export interface TaggedResource {
  arn: string;
  tags: Record<string, string>;
}

/** The most that one call gives. */
const PAGE = 100;

/**
 * One page of what carries a tenant's tag, of one tenant or of all. The index of tags lags behind by minutes: it can
 * show what is gone, and not yet show what is new. AWS call: `tag:GetResources`.
 */
export async function taggedResources(
  tagging: ResourceGroupsTaggingAPIClient,
  { tenantId, from }: { tenantId?: string; from?: string },
): Promise<{ resources: TaggedResource[]; next?: string }> {
  const { ResourceTagMappingList = [], PaginationToken } = await tagging.send(
    new GetResourcesCommand({
      TagFilters: [{ Key: 'tenantId', ...(tenantId ? { Values: [tenantId] } : {}) }],
      ResourcesPerPage: PAGE,
      PaginationToken: from,
    }),
  );
  return {
    resources: ResourceTagMappingList.map(({ ResourceARN: arn = '', Tags = [] }) => ({
      arn,
      tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    })).filter(({ arn }) => !isTask(arn)),
    next: PaginationToken || undefined,
  };
}

/** A stopped task bears its service's tags for an hour: it is a record, not a resource. */
export const isTask = (arn: string): boolean => /^arn:[^:]+:ecs:[^:]*:[^:]*:task\//.test(arn);
