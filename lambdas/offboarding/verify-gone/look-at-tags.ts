import {
  paginateGetResources,
  type ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import { isTask } from '../../shared/footprint/tagged-resources';
import type { Remaining, Subject } from './remaining';

/**
 * Whatever else carries the tenant's tag. The index of tags lags behind by minutes, so what the ledger names is left
 * to the other looks, which ask each service itself; what nobody knows is somebody's own, to be removed by hand.
 */
export async function lookAtTags(
  tagging: ResourceGroupsTaggingAPIClient,
  { plan }: Subject,
  ledger: readonly Pick<LedgerEntry, 'name' | 'arn'>[],
): Promise<Remaining[]> {
  const known = ledger.flatMap(({ name, arn }) => (arn ? [name, arn] : [name]));
  const found: Remaining[] = [];
  const pages = paginateGetResources(
    { client: tagging },
    { TagFilters: [{ Key: 'tenantId', Values: [plan.tenant.tenantId] }] },
  );
  for await (const { ResourceTagMappingList = [] } of pages) {
    for (const { ResourceARN: arn = '' } of ResourceTagMappingList) {
      if (!isTask(arn) && !known.some((part) => arn.includes(part)))
        found.push({ type: 'Tagged', name: arn });
    }
  }
  return found;
}
