import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { StateStatus } from './history';

/** How each status is said, and which of Cloudscape's indicators it has in lists. */
export const STATE_STATUSES: Record<StateStatus, { label: string; type: StatusIndicatorProps.Type }> = {
  'not-reached': { label: 'Not reached', type: 'pending' },
  running: { label: 'Running', type: 'in-progress' },
  retrying: { label: 'Retrying', type: 'warning' },
  succeeded: { label: 'Succeeded', type: 'success' },
  recovered: { label: 'Went on after an error', type: 'warning' },
  failed: { label: 'Failed', type: 'error' },
  aborted: { label: 'Aborted', type: 'stopped' },
};
