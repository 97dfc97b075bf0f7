import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { memo } from 'react';
import { duration, number } from '../../portal-shared/format/locale';
import { Empty } from '../../portal-shared/states/empty';
import { Elapsed } from './elapsed';
import type { GraphNode } from './graph/definition';
import { NOT_REACHED, type StateSummary } from './graph/history';
import { STATE_STATUSES } from './graph/status';

type Row = StateSummary & { node: GraphNode };

const COLUMNS: TableProps.ColumnDefinition<Row>[] = [
  {
    id: 'state',
    header: 'State',
    isRowHeader: true,
    minWidth: 180,
    cell: ({ node }) => <Box padding={{ left: node.parent ? 'l' : 'n' }}>{node.id}</Box>,
  },
  {
    id: 'status',
    header: 'Status',
    minWidth: 140,
    cell: ({ status }) => (
      <StatusIndicator type={STATE_STATUSES[status].type}>{STATE_STATUSES[status].label}</StatusIndicator>
    ),
  },
  {
    id: 'time',
    header: 'Time',
    minWidth: 100,
    cell: ({ seconds, runningSince }) =>
      runningSince ? <Elapsed since={runningSince} /> : seconds === undefined ? '–' : duration(seconds),
  },
  { id: 'retries', header: 'Retries', cell: ({ retries }) => (retries === 0 ? '–' : number(retries)) },
];

/** The graph's states as a list, in its order and with its selection. */
export const StatesTable = memo(function StatesTable(props: {
  nodes: readonly GraphNode[];
  summaries: ReadonlyMap<string, StateSummary>;
  selected?: string;
  onSelect: (state: string) => void;
}) {
  const { nodes, summaries, selected, onSelect } = props;
  const rows = nodes.map((node) => ({ node, ...(summaries.get(node.id) ?? NOT_REACHED) }));
  return (
    <Table
      variant="container"
      header={
        <Header variant="h2" counter={`(${number(rows.length)})`}>
          States
        </Header>
      }
      columnDefinitions={COLUMNS}
      items={rows}
      trackBy={({ node }) => node.id}
      contentDensity="compact"
      wrapLines
      selectionType="single"
      selectedItems={rows.filter(({ node }) => node.id === selected)}
      onSelectionChange={({ detail }) => {
        const [row] = detail.selectedItems;
        if (row) onSelect(row.node.id);
      }}
      onRowClick={({ detail }) => onSelect(detail.item.node.id)}
      ariaLabels={{
        tableLabel: 'States',
        selectionGroupLabel: 'State to look at',
        itemSelectionLabel: (_, { node }) => node.id,
      }}
      empty={<Empty title="No states are known" />}
    />
  );
});
