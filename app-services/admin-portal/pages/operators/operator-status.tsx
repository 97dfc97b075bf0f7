import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { OperatorRow } from '../../types';

/** Whether the operator can sign in; one who was invited has not chosen a password yet. */
export function OperatorStatus({ enabled, status }: Pick<OperatorRow, 'enabled' | 'status'>) {
  if (!enabled) return <StatusIndicator type="stopped">Disabled</StatusIndicator>;
  if (status === 'FORCE_CHANGE_PASSWORD') return <StatusIndicator type="pending">Invited</StatusIndicator>;
  if (status === 'CONFIRMED') return <StatusIndicator type="success">Enabled</StatusIndicator>;
  return <StatusIndicator type="info">{status}</StatusIndicator>;
}
