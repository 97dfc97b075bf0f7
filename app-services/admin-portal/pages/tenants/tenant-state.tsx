import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { statusType } from './status-type';

/** A registration's status. A failure that left the tenant in service is told beside it. */
export const TenantState = ({ status, failed }: { status: string; failed?: boolean }) => (
  <StatusIndicator type={failed && statusType(status) === 'success' ? 'warning' : statusType(status)}>
    {status}
    {failed && !status.startsWith('Failed') && ', last operation failed'}
  </StatusIndicator>
);
