import Button from '@cloudscape-design/components/button';
import type { TableProps } from '@cloudscape-design/components/table';

/** The last column: deletes the row's item, which somebody is asked about first. */
export const deleteColumn = <Item,>(
  nameOf: (item: Item) => string,
  onDelete: (item: Item) => void,
): TableProps.ColumnDefinition<Item> => ({
  id: 'actions',
  header: 'Actions',
  width: 110,
  cell: (item) => (
    <Button variant="inline-link" ariaLabel={`Delete ${nameOf(item)}`} onClick={() => onDelete(item)}>
      Delete
    </Button>
  ),
});
