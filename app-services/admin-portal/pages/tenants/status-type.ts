import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

const TYPES: Record<string, StatusIndicatorProps.Type> = {
  Created: 'success',
  'In progress': 'in-progress',
  Deleting: 'in-progress',
  Deleted: 'stopped',
  Suspended: 'stopped',
};

/** How a registration's status looks; every failure is named "Failed to …". */
export const statusType = (status: string | undefined): StatusIndicatorProps.Type =>
  (status && TYPES[status]) || (status?.startsWith('Failed') ? 'error' : 'info');
