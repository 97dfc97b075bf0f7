import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ExecutionSummary } from '../types';

const OPERATIONS: Record<string, string> = {
  onboarding: 'Onboarding',
  offboarding: 'Offboarding',
  activation: 'Resumption',
  deactivation: 'Suspension',
  export: 'Export',
};

/** What an execution does, as people call it; another plane may have operations of its own. */
export const operationName = (operation: string): string => OPERATIONS[operation] ?? operation;

type Status = ExecutionSummary['status'];

/** How an execution's status is said, and looks. */
export const EXECUTION_STATUSES: Record<Status, { label: string; type: StatusIndicatorProps.Type }> = {
  RUNNING: { label: 'Running', type: 'in-progress' },
  PENDING_REDRIVE: { label: 'About to be replayed', type: 'pending' },
  SUCCEEDED: { label: 'Succeeded', type: 'success' },
  FAILED: { label: 'Failed', type: 'error' },
  TIMED_OUT: { label: 'Timed out', type: 'error' },
  ABORTED: { label: 'Aborted', type: 'stopped' },
  EXPIRED: { label: 'Forgotten by Step Functions', type: 'info' },
};

/** The last part of an execution's ARN is its name. */
export const nameOf = (executionArn: string): string => executionArn.slice(executionArn.lastIndexOf(':') + 1);
