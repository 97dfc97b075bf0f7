import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { dateTime, number } from '../../../portal-shared/format/locale';
import { TIER_NAMES } from '../../../portal-shared/format/text';
import { byToken } from '../../../portal-shared/queries/by-token';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { Empty } from '../../../portal-shared/states/empty';
import { Failed } from '../../../portal-shared/states/failed';
import { useLoadingText } from '../../../portal-shared/states/use-loading-text';
import { useAdminApi } from '../../api';
import { receiptPath } from '../../paths';
import type { ReceiptRow } from '../../types';

const PAGE_SIZE = 20;
/** A receipt never changes; a new one is no hurry. */
const PACE = { fastestMs: 2_000, slowestMs: 60_000 };

const COLUMNS: TableProps.ColumnDefinition<ReceiptRow>[] = [
  {
    id: 'tenant',
    header: 'Tenant',
    isRowHeader: true,
    cell: ({ tenantName, tenantRegistrationId }) => (
      <PortalLink href={receiptPath(tenantRegistrationId)}>{tenantName}</PortalLink>
    ),
  },
  { id: 'tier', header: 'Tier', cell: ({ tier }) => TIER_NAMES[tier] },
  { id: 'created', header: 'Registered', cell: ({ createdAt }) => dateTime(createdAt) },
  { id: 'deleted', header: 'Deleted', cell: ({ deletedAt }) => dateTime(deletedAt) },
  {
    id: 'resources',
    header: 'Resources deleted',
    cell: ({ receipt }) => (receipt ? number(receipt.resources.length) : 'another plane’s'),
  },
];

/** Tenants that are gone, latest first; each leads to the proof of its deletion. */
export function ReceiptsTab() {
  const loadingText = useLoadingText('receipts');
  const { query } = useAdminApi();
  const receipts = query.useInfiniteQuery(
    'get',
    '/deletion-receipts',
    { params: { query: { limit: PAGE_SIZE } } },
    { ...byToken, refetchInterval: usePolling(PACE) },
  );
  const failed = receipts.isError && (
    <Failed error={receipts.error} onRetry={() => void receipts.refetch()} />
  );
  if (failed && !receipts.data) return failed;
  const rows = receipts.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      {failed}
      <Table
        header={
          <Header variant="h2" description="Each resource that a tenant had, and when it was deleted.">
            Deletion receipts
          </Header>
        }
        columnDefinitions={COLUMNS}
        items={rows}
        trackBy="tenantRegistrationId"
        loading={receipts.isPending}
        loadingText={loadingText}
        ariaLabels={{ tableLabel: 'Deletion receipts' }}
        empty={<Empty title="No tenant has been deleted">Its receipt appears here once one is.</Empty>}
        footer={
          receipts.hasNextPage && (
            <Box textAlign="center">
              <Button loading={receipts.isFetchingNextPage} onClick={() => void receipts.fetchNextPage()}>
                Show more
              </Button>
            </Box>
          )
        }
      />
    </>
  );
}
