import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { number } from '../../../portal-shared/format/locale';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { Empty } from '../../../portal-shared/states/empty';
import { Failed } from '../../../portal-shared/states/failed';
import { useTenantApi } from '../../api';
import type { components } from '../../openapi-types';

type Product = components['schemas']['Product'];

const COLUMNS: TableProps.ColumnDefinition<Product>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name, isRowHeader: true },
  { id: 'sku', header: 'SKU', cell: ({ sku }) => sku },
  { id: 'category', header: 'Category', cell: ({ category }) => category },
  { id: 'price', header: 'Price', cell: ({ price }) => number(price) },
];

export function ProductsPage() {
  usePageTitle('Products');
  const { query } = useTenantApi();
  // A look a second would use up the day's quota of a plan.
  const products = query.useQuery(
    'get',
    '/products',
    {},
    { refetchInterval: usePolling({ fastestMs: 10_000, slowestMs: 120_000 }) },
  );
  const rows = products.data ?? [];

  if (products.isError && !products.data) {
    return <Failed error={products.error} onRetry={() => void products.refetch()} />;
  }
  return (
    <Table
      variant="full-page"
      stickyHeader
      header={
        <Header variant="awsui-h1-sticky" counter={products.data && `(${number(rows.length)})`}>
          Products
        </Header>
      }
      columnDefinitions={COLUMNS}
      items={rows}
      trackBy="productId"
      loading={products.isPending}
      loadingText="Loading products"
      ariaLabels={{ tableLabel: 'Products' }}
      empty={<Empty title="No products yet">What you sell will be listed here.</Empty>}
    />
  );
}
