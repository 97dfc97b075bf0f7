import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { number } from '../../../portal-shared/format/locale';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { Empty } from '../../../portal-shared/states/empty';
import { tenantPath } from '../../paths';
import type { Overview } from '../../types';

/** The API lists those with most. */
function restOf({ total, tenants }: Overview['throttled']): string {
  const rest = total - tenants.reduce((sum, { requests }) => sum + requests, 0);
  return rest > 0 ? ` ${number(rest)} of them were of tenants that are not listed here.` : '';
}

/** Requests that plans have refused, by tenant, most first. */
export const ThrottledSection = ({ total, tenants }: Overview['throttled']) => (
  <Table
    header={
      <Header
        variant="h2"
        counter={`(${number(total)})`}
        description={`Requests beyond their tenant’s plan since midnight, UTC.${restOf({ total, tenants })}`}
      >
        Throttled requests
      </Header>
    }
    columnDefinitions={[
      {
        id: 'tenant',
        header: 'Tenant',
        isRowHeader: true,
        cell: ({ tenantName, tenantRegistrationId }) => (
          <PortalLink href={tenantPath(tenantRegistrationId)}>{tenantName}</PortalLink>
        ),
      },
      {
        id: 'requests',
        header: 'Requests',
        cell: ({ requests, tenantName, tenantRegistrationId }) => (
          <PortalLink
            href={tenantPath(tenantRegistrationId)}
            ariaLabel={`Throttled requests of ${tenantName}: ${number(requests)}`}
          >
            {number(requests)}
          </PortalLink>
        ),
      },
    ]}
    items={tenants}
    trackBy="tenantId"
    ariaLabels={{ tableLabel: 'Throttled requests' }}
    empty={<Empty title="No throttled requests">Every tenant has kept to its plan today.</Empty>}
  />
);
