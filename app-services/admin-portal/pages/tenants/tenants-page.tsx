import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { keepPreviousData } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { number } from '../../../portal-shared/format/locale';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { Empty } from '../../../portal-shared/states/empty';
import { Failed } from '../../../portal-shared/states/failed';
import { useAdminApi } from '../../api';
import type { TenantRow } from '../../types';
import { statusType } from './status-type';

const COLUMNS: TableProps.ColumnDefinition<TenantRow>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ tenantName, tenantRegistrationId }) => (
      <PortalLink href={`/tenants/${tenantRegistrationId}`}>{tenantName}</PortalLink>
    ),
    isRowHeader: true,
  },
  { id: 'tier', header: 'Tier', cell: ({ tier }) => tier },
  {
    id: 'status',
    header: 'State',
    cell: ({ registrationStatus }) => (
      <StatusIndicator type={statusType(registrationStatus)}>{registrationStatus}</StatusIndicator>
    ),
  },
  { id: 'email', header: 'Administrator', cell: ({ email }) => email },
];

/** The latest so many are shown; what is older is found by its name. */
const SHOWN = 50;

/** Registered tenants, the latest first. The address holds what is searched for. */
export function TenantsPage() {
  usePageTitle('Tenants');
  const { query } = useAdminApi();
  const [address, setAddress] = useSearchParams();
  const search = address.get('search') ?? '';
  const tenants = query.useQuery(
    'get',
    '/tenants',
    {
      params: {
        query: { sort: 'createdAt', order: 'desc', limit: SHOWN, ...(search && { search }) },
      },
    },
    { refetchInterval: usePolling(), placeholderData: keepPreviousData },
  );
  const rows = tenants.data?.data ?? [];
  const total = tenants.data?.total ?? rows.length;

  if (tenants.isError && !tenants.data) {
    return <Failed error={tenants.error} onRetry={() => void tenants.refetch()} />;
  }
  return (
    <Table
      variant="full-page"
      stickyHeader
      header={
        <Header
          variant="awsui-h1-sticky"
          counter={tenants.data && `(${number(total)})`}
          description={
            total > rows.length ? `The latest ${number(rows.length)}; search to find others.` : undefined
          }
        >
          Tenants
        </Header>
      }
      filter={
        <TextFilter
          filteringText={search}
          filteringPlaceholder="Find tenants by name or e-mail"
          filteringAriaLabel="Find tenants by name or e-mail"
          filteringClearAriaLabel="Clear"
          onChange={({ detail }) =>
            setAddress(detail.filteringText ? { search: detail.filteringText } : {}, { replace: true })
          }
        />
      }
      columnDefinitions={COLUMNS}
      items={rows}
      trackBy="tenantId"
      loading={tenants.isPending}
      loadingText="Loading tenants"
      ariaLabels={{ tableLabel: 'Tenants' }}
      empty={
        search ? (
          <Empty title="No tenant found">No name or e-mail holds “{search}”.</Empty>
        ) : (
          <Empty title="No tenants yet">Tenants appear here as soon as they are registered.</Empty>
        )
      }
    />
  );
}
