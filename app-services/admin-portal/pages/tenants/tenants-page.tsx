import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table from '@cloudscape-design/components/table';
import { useEffect } from 'react';
import { number } from '../../../portal-shared/format/locale';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { useFollow } from '../../../portal-shared/shell/use-follow';
import { Failed } from '../../../portal-shared/states/failed';
import { PageInstead } from '../../../portal-shared/states/page-instead';
import { useLoadingText } from '../../../portal-shared/states/use-loading-text';
import { TableSettings } from '../../../portal-shared/tables/table-settings';
import { useTablePreferences } from '../../../portal-shared/tables/use-table-preferences';
import { useOperator } from '../../operator';
import { COLUMN_CHOICE, COLUMNS, DEFAULT_PREFERENCES } from './columns';
import { NoTenants } from './no-tenants';
import { type Sort, useTenantsAddress } from './tenants-address';
import { TenantsFilter } from './tenants-filter';
import { useTenants } from './use-tenants';

/** Tenants, the latest first, as filtered, sorted and paged by the API. The address holds what is shown. */
export function TenantsPage() {
  usePageTitle('Tenants');
  const loadingText = useLoadingText('tenants');
  const [address, change] = useTenantsAddress();
  const [preferences, setPreferences] = useTablePreferences('tenants', DEFAULT_PREFERENCES);
  const { mayAct } = useOperator();
  const follow = useFollow();
  const size = address.size ?? preferences.pageSize;
  const tenants = useTenants(address, size);
  const total = tenants.data?.total;
  const pages = Math.max(1, Math.ceil((total ?? 0) / size));

  // An address from a time when there were more.
  const beyond = !tenants.isPlaceholderData && total !== undefined && address.page > pages;
  useEffect(() => {
    if (beyond) change({ page: pages, size }, { replace: true });
  });

  const failed = tenants.isError && <Failed error={tenants.error} onRetry={() => void tenants.refetch()} />;
  if (failed && !tenants.data) {
    return (
      <PageInstead
        title="Tenants"
        what="the tenants"
        error={tenants.error}
        onRetry={() => void tenants.refetch()}
      />
    );
  }
  return (
    <>
      {failed}
      <Table
        variant="full-page"
        stickyHeader
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={total === undefined ? undefined : `(${number(total)})`}
            actions={
              mayAct && (
                <Button variant="primary" href="/onboard" onFollow={follow}>
                  Onboard a tenant
                </Button>
              )
            }
          >
            Tenants
          </Header>
        }
        filter={<TenantsFilter address={address} total={total} onChange={change} />}
        pagination={
          <Pagination
            currentPageIndex={Math.min(address.page, pages)}
            pagesCount={pages}
            onChange={({ detail }) => change({ page: detail.currentPageIndex, size })}
          />
        }
        preferences={
          <TableSettings
            rows="tenants"
            columns={COLUMN_CHOICE}
            preferences={preferences}
            onChange={(changes) => {
              setPreferences(changes);
              change({ page: 1 }, { replace: true });
            }}
          />
        }
        columnDefinitions={COLUMNS}
        columnDisplay={preferences.contentDisplay}
        wrapLines={preferences.wrapLines}
        sortingColumn={{ sortingField: address.sort }}
        sortingDescending={address.descending}
        onSortingChange={({ detail }) =>
          change({ sort: detail.sortingColumn.sortingField as Sort, descending: detail.isDescending })
        }
        items={tenants.data?.data ?? []}
        trackBy="tenantId"
        loading={tenants.isPending || beyond}
        loadingText={loadingText}
        ariaLabels={{ tableLabel: 'Tenants' }}
        empty={
          <NoTenants
            address={address}
            mayAct={mayAct}
            onClear={() => change({ search: '', tiers: [], states: [], failed: false })}
            onOnboard={() => follow({ detail: { href: '/onboard' }, preventDefault: () => {} })}
          />
        }
      />
    </>
  );
}
