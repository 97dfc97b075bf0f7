import type { TableProps } from '@cloudscape-design/components/table';
import { dateTime } from '../../../portal-shared/format/locale';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { foundTenantPath, tenantPath } from '../../paths';
import type { DeadLetter } from '../../types';

/** An event may name its tenant by any of its ids, or not at all. */
function Tenant({ tenantName, tenantId, tenantRegistrationId }: DeadLetter) {
  const text = tenantName ?? tenantId ?? tenantRegistrationId;
  if (!text) return '–';
  const href = tenantRegistrationId ? tenantPath(tenantRegistrationId) : foundTenantPath(tenantId ?? text);
  return <PortalLink href={href}>{text}</PortalLink>;
}

export const LETTER_COLUMNS: TableProps.ColumnDefinition<DeadLetter>[] = [
  {
    id: 'event',
    minWidth: 200,
    header: 'Event',
    isRowHeader: true,
    cell: ({ detailType, messageId }) => detailType ?? messageId,
  },
  { id: 'tenant', minWidth: 130, header: 'Tenant', cell: Tenant },
  { id: 'reason', minWidth: 240, header: 'Why it was given up', cell: ({ reason }) => reason },
  { id: 'source', minWidth: 150, header: 'From', cell: ({ source }) => source ?? '–' },
  { id: 'sentAt', minWidth: 130, header: 'Given up', cell: ({ sentAt }) => dateTime(sentAt) },
];
