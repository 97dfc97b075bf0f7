import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { dateTime, number } from '../../../portal-shared/format/locale';
import { Empty } from '../../../portal-shared/states/empty';
import { resourceType } from '../../resource-type';
import type { Receipt } from '../../types';

type Resource = Receipt['resources'][number];

/** A resource whose creation nobody recorded has the time at which it was planned. */
const made = ({ createdAt, plannedAt }: Resource) =>
  createdAt || !plannedAt ? dateTime(createdAt) : `Planned ${dateTime(plannedAt)}`;

const COLUMNS: TableProps.ColumnDefinition<Resource>[] = [
  { id: 'type', minWidth: 130, header: 'Type', cell: ({ type }) => resourceType(type) },
  {
    id: 'name',
    minWidth: 240,
    header: 'Name',
    isRowHeader: true,
    cell: ({ name, count }) => (count === undefined ? name : `${name} (${number(count)})`),
  },
  { id: 'created', minWidth: 140, header: 'Created', cell: made },
  { id: 'deleted', minWidth: 140, header: 'Deleted', cell: ({ deletedAt }) => dateTime(deletedAt) },
  { id: 'arn', minWidth: 260, header: 'ARN or id', cell: ({ arn }) => arn ?? '–' },
];

/** Each resource that the tenant had, and when it was made and deleted. */
export const ReceiptResources = ({ resources }: Pick<Receipt, 'resources'>) => (
  <Table
    header={
      <Header variant="h2" counter={`(${number(resources.length)})`}>
        Resources
      </Header>
    }
    columnDefinitions={COLUMNS}
    items={resources}
    wrapLines
    ariaLabels={{ tableLabel: 'Resources that were deleted' }}
    empty={<Empty title="The tenant had no resources of its own" />}
  />
);
