import type { TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import { number } from '../../../portal-shared/format/locale';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { useTenantApi } from '../../api';
import { DeleteItem } from '../../items/delete-item';
import { price } from '../../items/fields';
import { type Order, useOrderCalls } from '../../items/use-item';
import { ListTable } from '../../lists/list-table';
import { deleteColumn } from '../../lists/row-actions';
import { useList } from '../../lists/use-list';

const idOf = ({ tenantId, orderId }: Order) => `${tenantId}:${orderId}`;
const nameOf = ({ orderName }: Order) => orderName;

/** "2 × Pen, 1 × Ink": an order says the name that a product had, if it has been in the catalogue. */
export const contentsOf = ({ orderProducts }: Order): string =>
  orderProducts
    .map(({ quantity, name, productId }) => `${number(quantity)} × ${name ?? productId}`)
    .join(', ');

const totalOf = ({ orderProducts }: Order) =>
  orderProducts.reduce((sum, line) => sum + line.price * line.quantity, 0);

const COLUMNS: TableProps.ColumnDefinition<Order>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (order) => <PortalLink href={`/orders/${idOf(order)}`}>{order.orderName}</PortalLink>,
    isRowHeader: true,
  },
  { id: 'contents', header: 'Products', cell: (order) => contentsOf(order) || '–' },
  { id: 'total', header: 'Total', cell: (order) => price(totalOf(order)) },
];

export function OrdersPage() {
  const { fetch } = useTenantApi();
  const calls = useOrderCalls();
  const [deleting, setDeleting] = useState<string>();
  const list = useList<Order>('/orders', (query, signal) =>
    fetch.GET('/orders', { params: { query }, signal }),
  );
  return (
    <>
      <ListTable
        title="Orders"
        list={list}
        idOf={idOf}
        columns={[...COLUMNS, deleteColumn(nameOf, (order) => setDeleting(idOf(order)))]}
        create={{ href: '/orders/new', text: 'Create order' }}
        empty={{ title: 'No orders yet', text: 'What is ordered will be listed here.' }}
      />
      {deleting && (
        <DeleteItem
          calls={calls}
          kind="order"
          id={deleting}
          nameOf={nameOf}
          onDone={() => setDeleting(undefined)}
        />
      )}
    </>
  );
}
