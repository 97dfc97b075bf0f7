import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTenantApi } from '../api';
import type { components } from '../openapi-types';

export type Product = components['schemas']['Product'];
export type NewProduct = components['schemas']['NewProduct'];
export type Order = components['schemas']['Order'];
export type NewOrder = components['schemas']['NewOrder'];

/** An item with the version that was read, without which nothing is changed or deleted. */
export interface Versioned<Item> {
  item: Item;
  etag: string;
}

/** The calls of one kind of items. Ids are those of paths: `tenantId:itemId`. */
export interface ItemCalls<Item, New> {
  path: '/products' | '/orders';
  get(id: string, signal?: AbortSignal): Promise<Versioned<Item>>;
  create(body: New): Promise<unknown>;
  replace(id: string, body: New, etag: string): Promise<unknown>;
  remove(id: string, etag: string): Promise<unknown>;
}

const versioned = <Item>({ data, response }: { data?: Item; response: Response }): Versioned<Item> => ({
  item: data as Item, // a refusal was thrown
  etag: response.headers.get('etag') ?? '*',
});

const ifMatch = (etag: string) => ({ 'If-Match': etag });

export function useProductCalls(): ItemCalls<Product, NewProduct> {
  const { fetch } = useTenantApi();
  const at = (productId: string) => ({ path: { productId } });
  return {
    path: '/products',
    get: async (id, signal) =>
      versioned(await fetch.GET('/products/{productId}', { params: at(id), signal })),
    create: (body) => fetch.POST('/products', { body }),
    replace: (id, body, etag) =>
      fetch.PUT('/products/{productId}', { params: { ...at(id), header: ifMatch(etag) }, body }),
    remove: (id, etag) =>
      fetch.DELETE('/products/{productId}', { params: { ...at(id), header: ifMatch(etag) } }),
  };
}

export function useOrderCalls(): ItemCalls<Order, NewOrder> {
  const { fetch } = useTenantApi();
  const at = (orderId: string) => ({ path: { orderId } });
  return {
    path: '/orders',
    get: async (id, signal) => versioned(await fetch.GET('/orders/{orderId}', { params: at(id), signal })),
    create: (body) => fetch.POST('/orders', { body }),
    replace: (id, body, etag) =>
      fetch.PUT('/orders/{orderId}', { params: { ...at(id), header: ifMatch(etag) }, body }),
    remove: (id, etag) => fetch.DELETE('/orders/{orderId}', { params: { ...at(id), header: ifMatch(etag) } }),
  };
}

/** One item, read anew each time that somebody begins to change it, and then left as it was read. */
export const useItem = <Item, New>(calls: ItemCalls<Item, New>, id: string | undefined) =>
  useQuery({
    queryKey: ['item', calls.path, id],
    queryFn: ({ signal }) => calls.get(id ?? '', signal),
    enabled: id !== undefined,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Creates an item, or replaces the version that was read; the lists follow. */
export function useSave<Item, New>(calls: ItemCalls<Item, New>, id: string | undefined) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ body, etag }: { body: New; etag: string | undefined }) =>
      id === undefined ? calls.create(body) : calls.replace(id, body, etag ?? '*'),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['get', calls.path] }),
  });
}

/** Deletes the version that was read; the lists follow. */
export function useRemove<Item, New>(calls: ItemCalls<Item, New>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, etag }: { id: string; etag: string }) => calls.remove(id, etag),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['get', calls.path] }),
  });
}
