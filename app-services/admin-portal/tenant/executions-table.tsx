import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { dateTime, duration, number } from '../../portal-shared/format/locale';
import { PortalLink } from '../../portal-shared/shell/portal-link';
import { Empty } from '../../portal-shared/states/empty';
import { Failed } from '../../portal-shared/states/failed';
import { useLoadingText } from '../../portal-shared/states/use-loading-text';
import { Elapsed } from '../execution/elapsed';
import { EXECUTION_STATUSES, operationName } from '../execution/operation';
import { executionPath } from '../paths';
import type { ExecutionSummary } from '../types';
import { TokenPagination } from './token-pagination';
import { useExecutions } from './use-executions';

const columnsOf = (id: string): TableProps.ColumnDefinition<ExecutionSummary>[] => [
  {
    id: 'name',
    header: 'Execution',
    minWidth: 220,
    isRowHeader: true,
    cell: ({ name }) => <PortalLink href={executionPath(id, name)}>{name}</PortalLink>,
  },
  { id: 'operation', header: 'What', cell: ({ operation }) => operationName(operation) },
  {
    id: 'status',
    header: 'Status',
    minWidth: 150,
    cell: ({ status }) => (
      <StatusIndicator type={EXECUTION_STATUSES[status].type}>
        {EXECUTION_STATUSES[status].label}
      </StatusIndicator>
    ),
  },
  { id: 'started', header: 'Started', minWidth: 170, cell: ({ startedAt }) => dateTime(startedAt) },
  { id: 'took', header: 'Took', minWidth: 110, cell: timeOf },
  {
    id: 'redrives',
    header: 'Redrives',
    cell: ({ redriveCount }) => (redriveCount === 0 ? '–' : number(redriveCount)),
  },
];

function timeOf({ startedAt, stoppedAt, status }: ExecutionSummary) {
  if (stoppedAt) return duration((Date.parse(stoppedAt) - Date.parse(startedAt)) / 1_000);
  return status === 'EXPIRED' ? '–' : <Elapsed since={startedAt} />;
}

/** What was done with the tenant, newest first, each leading to its graph. */
export function ExecutionsTable({ id }: { id: string }) {
  const loadingText = useLoadingText('executions');
  const { asked, pages } = useExecutions(id);
  if (asked.isError && !asked.data) {
    return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  return (
    <Table
      header={<Header variant="h2">Executions</Header>}
      columnDefinitions={columnsOf(id)}
      items={asked.data?.data ?? []}
      trackBy="name"
      wrapLines
      loading={asked.isPending}
      loadingText={loadingText}
      ariaLabels={{ tableLabel: 'Executions' }}
      pagination={<TokenPagination {...pages} of="executions" disabled={asked.isPlaceholderData} />}
      empty={<Empty title="No executions yet">What is done with the tenant will be listed here.</Empty>}
    />
  );
}
