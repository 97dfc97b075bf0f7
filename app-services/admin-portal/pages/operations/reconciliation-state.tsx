import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { dateTime, number } from '../../../portal-shared/format/locale';
import type { Reconciliation } from '../../types';

/** How the last comparison went: when, by whose order, of how many tenants. */
export function ReconciliationState(run: Reconciliation) {
  const { state, startedAt, finishedAt, orderedBy, tenants = 0, skipped = 0, fix, error } = run;
  const who = orderedBy ? `ordered by ${orderedBy}` : 'the daily run';
  const mending = fix ? ', mending what is safe' : '';
  switch (state) {
    case 'never':
      return <StatusIndicator type="pending">No comparison has been recorded yet</StatusIndicator>;
    case 'running':
      return (
        <StatusIndicator type="in-progress" wrapText>
          Comparing since {dateTime(startedAt)}, {who}
          {mending}
        </StatusIndicator>
      );
    case 'failed':
      return (
        <StatusIndicator type="error" wrapText>
          Failed {dateTime(finishedAt)}, {who}: {error ?? 'why was not told'}
        </StatusIndicator>
      );
    case 'done':
      return (
        <StatusIndicator type="success" wrapText>
          {number(tenants)} {tenants === 1 ? 'tenant' : 'tenants'} compared {dateTime(finishedAt)}, {who}
          {mending}
          {skipped > 0 && `, ${number(skipped)} left out, which an operation holds`}
        </StatusIndicator>
      );
  }
}
