import { screen, within } from '@testing-library/react';
import {
  type DraftLine,
  draftOf,
  emptyLine,
  orderOf,
  problemsOf,
  quantityProblem,
  totalOf,
} from '../../../app-services/tenant-portal/pages/orders/order-draft';
import { FakeGateway } from './fake-gateway';
import { openPortal } from './open-portal';

const line = (changes: Partial<DraftLine>): DraftLine => ({ ...emptyLine(), ...changes });

describe('an order as it is typed', () => {
  const order = {
    tenantId: 'tenant-1',
    orderId: 'o1',
    orderName: 'Office',
    orderProducts: [{ productId: 'p1', price: 1.25, quantity: 2, name: 'Pen' }],
  };

  it('keeps the prices that were agreed, and leaves those of new lines to the catalogue', () => {
    const draft = draftOf(order);
    draft.orderProducts.push(line({ productId: 'p2', quantity: ' 3 ', name: 'Ink', price: 9 }));

    expect(orderOf(draft).orderProducts).toEqual([
      { productId: 'p1', price: 1.25, quantity: 2, name: 'Pen' },
      { productId: 'p2', quantity: 3 },
    ]);
  });

  it.each([
    ['a name', { orderName: ' ' }, 'orderName'],
    ['a product', { orderProducts: [] }, 'orderProducts'],
    ['a product on each line', { orderProducts: [emptyLine()] }, 'orderProducts'],
    ['quantities', { orderProducts: [line({ productId: 'p1', quantity: '0' })] }, 'orderProducts'],
    [
      'at most 100 lines',
      { orderProducts: Array.from({ length: 101 }, () => line({ productId: 'p' })) },
      'orderProducts',
    ],
  ])('wants %s', (_, changes, field) => {
    expect(Object.entries(problemsOf(draftOf(order))).filter(([, text]) => text)).toEqual([]);
    expect(problemsOf({ ...draftOf(order), ...changes })).toHaveProperty(field, expect.any(String));
  });

  it.each(['', '0', '-1', '1.5', '1e3', '1000001'])('%p is no quantity', (typed) =>
    expect(quantityProblem(typed)).toEqual(expect.any(String)),
  );

  it('has a total once every price is known', () => {
    const known = line({ price: 1.5, quantity: '2' });

    expect(totalOf([known, known])).toBe(6);
    expect(totalOf([known, line({})])).toBeUndefined();
  });
});

describe('the pages of orders', () => {
  let gateway: FakeGateway;
  beforeEach(() => {
    gateway = new FakeGateway();
    gateway.add('products', 'p1', { name: 'Pen', price: 1.5, sku: 'P-1', category: '' });
    gateway.add('products', 'p2', { name: 'Ink', price: 9, sku: '', category: '' });
  });

  it('an order picks products and quantities', async () => {
    const { user } = openPortal('/orders');
    await user.click(await screen.findByRole('link', { name: 'Create order' }));
    await user.type(await screen.findByLabelText('Name'), 'Office');
    await user.click(screen.getByRole('button', { name: 'Create' }));
    expect(await screen.findByText('Choose a product.')).toBeTruthy();

    await user.click(screen.getByRole('button', { name: /^Product 1/ }));
    await user.click(await screen.findByRole('option', { name: /Ink/ }));
    await user.clear(screen.getByLabelText('Quantity 1'));
    await user.type(screen.getByLabelText('Quantity 1'), '3');
    expect(screen.getByText('Total 27.00')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Create' }));

    expect(await screen.findByText('The order “Office” is created.')).toBeTruthy();
    expect(gateway.of('POST', '/orders')[0]?.body).toEqual({
      orderName: 'Office',
      orderProducts: [{ productId: 'p2', quantity: 3 }],
    });
  });

  it('shows what an order holds, and changes the version that was read', async () => {
    gateway.add('orders', 'o1', {
      orderName: 'Office',
      orderProducts: [{ productId: 'p1', price: 1.25, quantity: 2, name: 'Pen' }],
    });
    const { user } = openPortal('/orders');
    const row = within(await screen.findByRole('row', { name: /2 × Pen.*2\.50/ }));
    await user.click(row.getByRole('link', { name: 'Office' }));
    await user.click(await screen.findByRole('button', { name: 'Add a product' }));
    await user.click(screen.getByRole('button', { name: 'Remove product 2' }));
    await user.clear(screen.getByLabelText('Quantity 1'));
    await user.type(screen.getByLabelText('Quantity 1'), '4');
    await user.click(screen.getByRole('button', { name: 'Save' }));

    await screen.findByRole('row', { name: /4 × Pen.*5\.00/ });
    const [put] = gateway.of('PUT', '/orders/tenant-1:o1');
    expect(put).toMatchObject({
      ifMatch: '"1"',
      body: { orderProducts: [{ productId: 'p1', price: 1.25, quantity: 4, name: 'Pen' }] },
    });
  });
});
