import type { TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { useTenantApi } from '../../api';
import { DeleteItem } from '../../items/delete-item';
import { price } from '../../items/fields';
import { type Product, useProductCalls } from '../../items/use-item';
import { ListTable } from '../../lists/list-table';
import { deleteColumn } from '../../lists/row-actions';
import { useList } from '../../lists/use-list';

const idOf = ({ tenantId, productId }: Product) => `${tenantId}:${productId}`;
const nameOf = ({ name }: Product) => name;

const COLUMNS: TableProps.ColumnDefinition<Product>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (product) => <PortalLink href={`/products/${idOf(product)}`}>{product.name}</PortalLink>,
    isRowHeader: true,
  },
  { id: 'sku', header: 'SKU', cell: ({ sku }) => (sku === '' ? '–' : sku) },
  { id: 'category', header: 'Category', cell: ({ category }) => category || '–' },
  { id: 'price', header: 'Price', cell: (product) => price(product.price) },
];

export function ProductsPage() {
  const { fetch } = useTenantApi();
  const calls = useProductCalls();
  const [deleting, setDeleting] = useState<string>();
  const list = useList<Product>('/products', (query, signal) =>
    fetch.GET('/products', { params: { query }, signal }),
  );
  return (
    <>
      <ListTable
        title="Products"
        list={list}
        idOf={idOf}
        columns={[...COLUMNS, deleteColumn(nameOf, (product) => setDeleting(idOf(product)))]}
        create={{ href: '/products/new', text: 'Create product' }}
        empty={{ title: 'No products yet', text: 'What you sell will be listed here.' }}
      />
      {deleting && (
        <DeleteItem
          calls={calls}
          kind="product"
          id={deleting}
          nameOf={nameOf}
          onDone={() => setDeleting(undefined)}
        />
      )}
    </>
  );
}
