import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { number } from '../../../portal-shared/format/locale';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { Empty } from '../../../portal-shared/states/empty';
import { Failed } from '../../../portal-shared/states/failed';
import { useAdminApi } from '../../api';
import type { TenantRow } from '../../types';
import { statusType } from './status-type';

const COLUMNS: TableProps.ColumnDefinition<TenantRow>[] = [
  { id: 'name', header: 'Name', cell: ({ tenantName }) => tenantName, isRowHeader: true },
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

export function TenantsPage() {
  usePageTitle('Tenants');
  const { query } = useAdminApi();
  const tenants = query.useQuery('get', '/tenants', {}, { refetchInterval: usePolling() });
  const rows = tenants.data?.data ?? [];

  if (tenants.isError && !tenants.data) {
    return <Failed error={tenants.error} onRetry={() => void tenants.refetch()} />;
  }
  return (
    <Table
      variant="full-page"
      stickyHeader
      header={
        <Header variant="awsui-h1-sticky" counter={tenants.data && `(${number(rows.length)})`}>
          Tenants
        </Header>
      }
      columnDefinitions={COLUMNS}
      items={rows}
      trackBy="tenantId"
      loading={tenants.isPending}
      loadingText="Loading tenants"
      ariaLabels={{ tableLabel: 'Tenants' }}
      empty={<Empty title="No tenants yet">Tenants appear here as soon as they are registered.</Empty>}
    />
  );
}
