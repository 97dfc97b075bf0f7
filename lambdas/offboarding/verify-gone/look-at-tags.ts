import {
  paginateGetResources,
  type ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import { resourceOf } from '../../shared/footprint/resource';
import { isTask } from '../../shared/footprint/tagged-resources';
import type { Remaining, Subject } from './remaining';

type Known = Pick<LedgerEntry, 'type' | 'name' | 'arn'>;

/**
 * Whatever else carries the tenant's tag. The index of tags lags behind by minutes, so what the ledger names is left
 * to the other looks, which ask each service itself; what nobody knows is somebody's own, to be removed by hand.
 */
export async function lookAtTags(
  tagging: ResourceGroupsTaggingAPIClient,
  { plan }: Subject,
  ledger: readonly Known[],
): Promise<Remaining[]> {
  const found: Remaining[] = [];
  const pages = paginateGetResources(
    { client: tagging },
    { TagFilters: [{ Key: 'tenantId', Values: [plan.tenant.tenantId] }] },
  );
  for await (const { ResourceTagMappingList = [] } of pages) {
    for (const { ResourceARN: arn = '' } of ResourceTagMappingList) {
      if (!isTask(arn) && !ledger.some((entry) => isOf(entry, arn)))
        found.push({ type: 'Tagged', name: arn });
    }
  }
  return found;
}

/** By the whole name or id, and the type: what only begins as a name of the ledger is not what the other looks ask for. */
function isOf({ type, name, arn: recorded }: Known, arn: string): boolean {
  if (recorded === arn) return true;
  const resource = resourceOf(arn);
  return resource?.type === type && (resource.name === name || resource.name === recorded);
}
