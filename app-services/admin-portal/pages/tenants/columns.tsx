import type { TableProps } from '@cloudscape-design/components/table';
import { dateTime } from '../../../portal-shared/format/locale';
import { TIER_NAMES } from '../../../portal-shared/format/text';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import type { TablePreferences } from '../../../portal-shared/tables/use-table-preferences';
import { tenantPath } from '../../paths';
import type { TenantRow } from '../../types';
import { TenantState } from './tenant-state';
import { USUAL_SIZE } from './tenants-address';

type Column = TableProps.ColumnDefinition<TenantRow> & { id: string; header: string };

/** A `sortingField` is the API's name of the order. */
export const COLUMNS: Column[] = [
  {
    id: 'name',
    header: 'Name',
    sortingField: 'tenantName',
    isRowHeader: true,
    cell: ({ tenantName, tenantRegistrationId }) => (
      <PortalLink href={tenantPath(tenantRegistrationId)}>{tenantName}</PortalLink>
    ),
  },
  { id: 'tier', header: 'Tier', sortingField: 'tier', cell: ({ tier }) => TIER_NAMES[tier] },
  {
    id: 'state',
    header: 'State',
    sortingField: 'registrationStatus',
    cell: ({ registrationStatus, failure }) => (
      <TenantState status={registrationStatus} failed={failure !== undefined} />
    ),
  },
  { id: 'email', header: 'Administrator', cell: ({ email }) => email ?? '–' },
  {
    id: 'created',
    header: 'Registered',
    sortingField: 'createdAt',
    cell: ({ createdAt }) => dateTime(createdAt),
  },
  { id: 'cell', header: 'Cell', cell: ({ cellId }) => cellId ?? '–' },
  { id: 'tenantId', header: 'Tenant id', cell: ({ tenantId }) => tenantId },
  { id: 'registrationId', header: 'Registration id', cell: (row) => row.tenantRegistrationId },
];

const HIDDEN_AT_FIRST = ['cell', 'tenantId', 'registrationId'];

export const DEFAULT_PREFERENCES: TablePreferences = {
  pageSize: USUAL_SIZE,
  wrapLines: false,
  contentDisplay: COLUMNS.map(({ id }) => ({ id, visible: !HIDDEN_AT_FIRST.includes(id) })),
};

export const COLUMN_CHOICE = COLUMNS.map(({ id, header }) => ({
  ...{ id, label: header },
  ...(id === 'name' && { alwaysVisible: true }),
}));
