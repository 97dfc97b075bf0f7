import { useParams } from 'react-router';
import { ItemPage } from '../../items/item-page';
import { useOrderCalls } from '../../items/use-item';
import { OrderForm } from './order-form';

export function OrderPage() {
  const { id } = useParams();
  const calls = useOrderCalls();
  return (
    <ItemPage
      key={id ?? 'new'}
      calls={calls}
      kind="order"
      id={id}
      nameOf={({ orderName }) => orderName}
      form={(form) => <OrderForm {...form} />}
    />
  );
}
