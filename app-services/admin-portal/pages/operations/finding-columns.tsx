import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { foundTenantPath } from '../../paths';
import { resourceType } from '../../resource-type';
import type { Finding } from '../../types';

/** What each kind of finding means. */
export const KINDS: Record<Finding['kind'], { name: string; meaning: string }> = {
  drift: { name: 'Drift', meaning: 'AWS runs something otherwise than the ledger says' },
  ghost: { name: 'Ghost', meaning: 'the ledger says created, AWS has none' },
  orphan: { name: 'Orphan', meaning: 'AWS has it, and its tenant is unknown or deleted' },
  stuck: { name: 'Stuck', meaning: 'an operation failed or began long ago, and no execution runs' },
};

const Mended = ({ mended }: Finding) =>
  mended === undefined ? (
    '–'
  ) : (
    <StatusIndicator type={mended ? 'success' : 'warning'}>
      {mended ? 'Mended' : 'Left alone'}
    </StatusIndicator>
  );

export const FINDING_COLUMNS: TableProps.ColumnDefinition<Finding>[] = [
  { id: 'kind', minWidth: 90, header: 'Kind', sortingField: 'kind', cell: ({ kind }) => KINDS[kind].name },
  {
    id: 'tenant',
    minWidth: 130,
    header: 'Tenant',
    sortingField: 'tenantName',
    cell: ({ tenantName, tenantId }) => (
      <PortalLink href={foundTenantPath(tenantId)}>{tenantName || tenantId}</PortalLink>
    ),
  },
  { id: 'type', minWidth: 120, header: 'Type', sortingField: 'type', cell: ({ type }) => resourceType(type) },
  {
    id: 'name',
    minWidth: 180,
    header: 'Name',
    sortingField: 'name',
    isRowHeader: true,
    cell: ({ name }) => name,
  },
  { id: 'detail', minWidth: 200, header: 'What was found', cell: ({ detail }) => detail },
  { id: 'advice', minWidth: 220, header: 'What to do', cell: ({ advice }) => advice },
  { id: 'mended', minWidth: 120, header: 'Mended', cell: Mended },
];
