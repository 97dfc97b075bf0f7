import { onlineManager } from '@tanstack/react-query';
import { act, screen, waitFor } from '@testing-library/react';
import { FakeGateway } from './fake-gateway';
import { openPortal } from './open-portal';

let gateway: FakeGateway;
beforeEach(() => {
  gateway = new FakeGateway();
  onlineManager.setOnline(false);
});
afterEach(() => act(() => onlineManager.setOnline(true)));

it.each([
  ['/products', 'Waiting for the network to load products'],
  ['/products/tenant-1:p1', 'Waiting for the network to load the product'],
  ['/users', 'Waiting for the network to load users'],
  ['/plan', 'Waiting for the network to load the plan'],
])(
  '%s, never loaded, says offline that it waits for the network, and goes on by itself',
  async (path, told) => {
    gateway.add('products', 'p1', { name: 'Pen', price: 1.5, sku: '', category: '' });
    openPortal(path);

    expect((await screen.findAllByText(told)).length).toBeGreaterThan(0);
    expect(screen.queryByText(/^Loading/)).toBeNull();
    expect(gateway.asked).toEqual([]);

    act(() => onlineManager.setOnline(true));
    await waitFor(() => expect(screen.queryByText(told)).toBeNull());
    expect(gateway.asked.length).toBeGreaterThan(0);
  },
);
