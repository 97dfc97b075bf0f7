import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import { dateTime, number } from '../../portal-shared/format/locale';
import { PortalLink } from '../../portal-shared/shell/portal-link';
import { Empty } from '../../portal-shared/states/empty';
import { operationName } from '../execution/operation';
import { executionPath } from '../paths';
import { resourceType } from '../resource-type';
import type { Footprint } from '../types';
import { matching, type Resource } from './footprint-rows';

const STATES: Record<Resource['state'], { label: string; type: StatusIndicatorProps.Type }> = {
  planned: { label: 'Planned', type: 'pending' },
  created: { label: 'Created', type: 'success' },
  deleted: { label: 'Deleted', type: 'stopped' },
};

const columnsOf = (id: string): TableProps.ColumnDefinition<Resource>[] => [
  { id: 'type', header: 'What', cell: ({ type }) => resourceType(type), sortingField: 'type' },
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    sortingField: 'name',
    minWidth: 240,
    cell: ({ name, consoleUrl, arn }) => (
      <>
        {consoleUrl ? (
          <Link href={consoleUrl} external externalIconAriaLabel="Opens in the AWS console">
            {name}
          </Link>
        ) : (
          name
        )}
        {arn && arn !== name && (
          <Box variant="small" display="block">
            {arn}
          </Box>
        )}
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    minWidth: 120,
    sortingField: 'state',
    cell: ({ state, count }) => (
      <StatusIndicator type={STATES[state].type}>
        {STATES[state].label}
        {count !== undefined && ` (${number(count)})`}
      </StatusIndicator>
    ),
  },
  {
    id: 'since',
    header: 'Since',
    minWidth: 170,
    cell: ({ plannedAt, createdAt, deletedAt }) => dateTime(deletedAt ?? createdAt ?? plannedAt),
  },
  {
    id: 'by',
    header: 'By',
    cell: ({ executionName }) => (
      <PortalLink href={executionPath(id, executionName)}>
        {operationName(
          /-(onboarding|offboarding|activation|deactivation)-/.exec(executionName)?.[1] ?? 'Execution',
        )}
      </PortalLink>
    ),
  },
];

/** What the tenant has in AWS, from its ledger; of one that is gone, what it had, from its deletion receipt. */
export function FootprintTable({ id, footprint }: { id: string; footprint: Footprint }) {
  const [filter, setFilter] = useState('');
  const [sorting, setSorting] = useState<{ by: keyof Resource; descending: boolean }>();
  const { resources } = footprint;
  const rows = matching(resources, filter, sorting);
  const columns = columnsOf(id);
  return (
    <Table
      header={
        <Header
          variant="h2"
          counter={`(${number(resources.length)})`}
          description={
            resources.length > 0 && resources.every(({ state }) => state === 'deleted')
              ? 'What the tenant had, from its deletion receipt.'
              : 'What the tenant has, from its ledger: written before it is made.'
          }
        >
          Footprint
        </Header>
      }
      filter={
        resources.length > 0 && (
          <TextFilter
            filteringText={filter}
            filteringPlaceholder="Find resources"
            filteringAriaLabel="Find resources"
            filteringClearAriaLabel="Clear"
            countText={filter && `${number(rows.length)} found`}
            onChange={({ detail }) => setFilter(detail.filteringText)}
          />
        )
      }
      columnDefinitions={columns}
      sortingColumn={sorting && columns.find(({ sortingField }) => sortingField === sorting.by)}
      sortingDescending={sorting?.descending}
      onSortingChange={({ detail }) =>
        setSorting({
          by: detail.sortingColumn.sortingField as keyof Resource,
          descending: detail.isDescending ?? false,
        })
      }
      items={rows}
      trackBy={({ type, name }) => `${type} ${name}`}
      wrapLines
      contentDensity="compact"
      ariaLabels={{ tableLabel: 'Footprint' }}
      empty={
        filter ? (
          <Empty title="No resource found">No type, name or place holds “{filter}”.</Empty>
        ) : (
          <Empty title="Nothing yet">What is made for the tenant will be listed here.</Empty>
        )
      }
    />
  );
}
