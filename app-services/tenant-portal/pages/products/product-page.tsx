import { useParams } from 'react-router';
import { ItemPage } from '../../items/item-page';
import { useProductCalls } from '../../items/use-item';
import { ProductForm } from './product-form';

export function ProductPage() {
  const { id } = useParams();
  const calls = useProductCalls();
  return (
    <ItemPage
      key={id ?? 'new'}
      calls={calls}
      kind="product"
      id={id}
      nameOf={({ name }) => name}
      form={(form) => <ProductForm {...form} />}
    />
  );
}
