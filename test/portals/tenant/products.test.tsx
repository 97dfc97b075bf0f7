import { screen, waitFor, within } from '@testing-library/react';
import { answer, FakeGateway } from './fake-gateway';
import { openPortal } from './open-portal';

let gateway: FakeGateway;
beforeEach(() => {
  gateway = new FakeGateway();
});

const pen = { name: 'Pen', price: 1.5, sku: 'P-1', category: 'Office' };
const row = (name: RegExp) => screen.findByRole('row', { name });
const type = async (user: ReturnType<typeof openPortal>['user'], label: string | RegExp, text: string) => {
  const field = await screen.findByLabelText(label);
  await user.clear(field);
  if (text) await user.type(field, text);
};

it('shows what there is, page by page, and the way back', async () => {
  for (let i = 1; i <= 60; i++) gateway.add('products', `p${i}`, { ...pen, name: `Pen ${i}.` });
  const { user, router } = openPortal('/products');
  await row(/Pen 1\./);
  expect(screen.getByText('(25+)')).toBeTruthy();

  await user.click(screen.getByRole('button', { name: 'Next page' }));
  await row(/Pen 26\./);
  expect(router.state.location.search).toBe('?from=25');
  await user.click(screen.getByRole('button', { name: 'Next page' }));
  await row(/Pen 60\./);
  expect(screen.getByRole('button', { name: 'Next page' }).getAttribute('aria-disabled')).toBe('true');

  await user.click(screen.getByRole('button', { name: 'Page 2' }));
  await row(/Pen 26\./);
  await user.click(screen.getByRole('button', { name: 'Previous page' }));
  await row(/Pen 1\./);
  expect(gateway.of('GET', '/products').map(({ query }) => query.next_token)).toEqual(
    expect.arrayContaining([undefined, '25', '50']),
  );
});

it('says what is wrong as it is typed, and asks the API for nothing meanwhile', async () => {
  const { user } = openPortal('/products/new');
  await type(user, 'Price', '1.23456789');
  await user.click(screen.getByRole('button', { name: 'Create' }));

  expect(await screen.findByText('Enter a name.')).toBeTruthy();
  expect(screen.getByText('A price has at most 6 decimals.')).toBeTruthy();
  expect(gateway.of('POST', '/products')).toEqual([]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Name')));
});

it('creates a product, tells so, and shows it among the others', async () => {
  const { user } = openPortal('/products');
  await user.click(await screen.findByRole('link', { name: 'Create product' }));
  await type(user, 'Name', ' Ink ');
  await type(user, 'Price', '12.50');
  await user.click(screen.getByRole('button', { name: 'Create' }));

  expect(await row(/Ink.*12\.50/)).toBeTruthy();
  expect(screen.getByText('The product “Ink” is created.')).toBeTruthy();
  expect(gateway.of('POST', '/products')[0]?.body).toEqual({
    name: 'Ink',
    price: 12.5,
    sku: '',
    category: '',
  });
});

it('puts a refusal at the field that it names, until that field is changed', async () => {
  gateway.instead = ({ method }) =>
    method === 'POST' ? answer(400, { message: 'price must be <= 1000' }) : undefined;
  const { user } = openPortal('/products/new');
  await type(user, 'Name', 'Ink');
  await type(user, 'Price', '2000');
  await user.click(screen.getByRole('button', { name: 'Create' }));

  expect(await screen.findByText(/price must be <= 1000/)).toBeTruthy();
  expect(screen.getByLabelText('Price').getAttribute('aria-invalid')).toBe('true');
  await type(user, 'Price', '20');
  expect(screen.queryByText(/price must be <= 1000/)).toBeNull();
});

it('changes the version that was read; whoever was faster is not overwritten', async () => {
  gateway.add('products', 'p1', { ...pen, sku: 7 });
  const { user } = openPortal('/products/tenant-1:p1');
  await type(user, 'Name', 'My pen');
  // Meanwhile, elsewhere.
  Object.assign(gateway.items.products.get('p1') as object, {
    item: { tenantId: 'tenant-1', productId: 'p1', ...pen, name: 'Their pen', sku: 7 },
    version: 2,
  });
  await user.click(screen.getByRole('button', { name: 'Save' }));

  await screen.findByText('Somebody else has changed it meanwhile');
  await user.click(screen.getByRole('button', { name: 'Load their version' }));
  await screen.findByDisplayValue('Their pen');
  await type(user, 'Price', '2');
  await user.click(screen.getByRole('button', { name: 'Save' }));

  expect(await row(/Their pen.*2\.00/)).toBeTruthy();
  expect(gateway.of('PUT', '/products/tenant-1:p1').map(({ ifMatch }) => ifMatch)).toEqual(['"1"', '"2"']);
  expect(gateway.of('PUT', '/products/tenant-1:p1')[1]?.body).toMatchObject({ sku: 7, price: 2 });
});

it('says that an item is gone', async () => {
  openPortal('/products/tenant-1:p9');

  expect(await screen.findByText('There is no such product')).toBeTruthy();
});

it('asks before it deletes, and deletes the version that it has shown', async () => {
  gateway.add('products', 'p1', pen);
  const { user } = openPortal('/products');
  await user.click(await screen.findByRole('button', { name: 'Delete Pen' }));
  const dialog = within(await screen.findByRole('dialog'));
  await dialog.findByText(/will be gone for everybody/);
  await user.click(dialog.getByRole('button', { name: 'Cancel' }));
  expect(gateway.of('DELETE', '/products/tenant-1:p1')).toEqual([]);

  await user.click(screen.getByRole('button', { name: 'Delete Pen' }));
  const again = within(await screen.findByRole('dialog'));
  await again.findByText(/will be gone for everybody/);
  await user.click(again.getByRole('button', { name: 'Delete' }));

  expect(await screen.findByText('No products yet')).toBeTruthy();
  expect(screen.getByText('The product “Pen” is deleted.')).toBeTruthy();
  expect(gateway.of('DELETE', '/products/tenant-1:p1')[0]?.ifMatch).toBe('"1"');
});
