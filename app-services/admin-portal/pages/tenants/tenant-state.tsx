import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { statusType } from './status-type';

/** States that the planes of this project give a registration, in the order of a tenant's life. */
export const STATES = [
  ...['In progress', 'Created', 'Suspended', 'Deleting', 'Deleted'],
  ...['Failed to provision', 'Failed to deprovision'],
];

/** A registration's status. A failure that left the tenant in service is told beside it. */
export const TenantState = ({ status, failed }: { status: string; failed?: boolean }) => (
  <StatusIndicator type={failed && statusType(status) === 'success' ? 'warning' : statusType(status)}>
    {status}
    {failed && !status.startsWith('Failed') && ', last operation failed'}
  </StatusIndicator>
);
