import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { ago } from '../../../portal-shared/format/locale';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { Empty } from '../../../portal-shared/states/empty';
import { executionPath, tenantPath } from '../../paths';
import type { Overview } from '../../types';
import { TenantState } from '../tenants/tenant-state';

type Row = Overview['operations']['failedLast'][number];

/** Where it failed and by which error; leads to the execution, where it can be replayed. */
function Failure({ tenantRegistrationId, failure, executionName }: Row) {
  if (!failure) return 'not told';
  const text = `${failure.state}: ${failure.error}`;
  return executionName ? (
    <PortalLink href={executionPath(tenantRegistrationId, executionName)}>{text}</PortalLink>
  ) : (
    text
  );
}

/** Tenants whose last operation failed, newest first. */
export const FailedOperations = ({ rows }: { rows: Row[] }) => (
  <Table
    variant="embedded"
    header={<Header variant="h3">Failed last</Header>}
    columnDefinitions={[
      {
        id: 'tenant',
        minWidth: 140,
        header: 'Tenant',
        isRowHeader: true,
        cell: ({ tenantRegistrationId, tenantName }) => (
          <PortalLink href={tenantPath(tenantRegistrationId)}>{tenantName}</PortalLink>
        ),
      },
      {
        id: 'state',
        minWidth: 200,
        header: 'State',
        cell: ({ registrationStatus }) => <TenantState status={registrationStatus} failed />,
      },
      { id: 'failure', minWidth: 240, header: 'Failed at', cell: Failure },
      { id: 'when', minWidth: 140, header: 'When', cell: ({ updatedAt }) => ago(updatedAt) },
    ]}
    items={rows}
    trackBy="tenantId"
    wrapLines
    ariaLabels={{ tableLabel: 'Failed last' }}
    empty={<Empty title="Nothing has failed" />}
  />
);
