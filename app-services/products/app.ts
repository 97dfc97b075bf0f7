import type { FastifyInstance } from 'fastify';
import type { ItemTable } from '../shared/data/item-table';
import { itemRoutes } from '../shared/http/item-routes';
import { buildService, type ServiceDeps } from '../shared/service';
import { type Product, productBody, productItem } from './product';

export interface ProductsDeps extends Omit<ServiceDeps, 'name'> {
  table: Pick<ItemTable<Product>, 'create' | 'get' | 'list' | 'replace' | 'remove'>;
}

/** The products service: a tenant's catalogue. */
export function buildProducts({ table, ...deps }: ProductsDeps): FastifyInstance {
  return buildService({ ...deps, name: 'products' }, (api) =>
    itemRoutes(api, {
      kind: 'product',
      table,
      body: productBody,
      item: productItem,
      attributesOf: (body) => body,
    }),
  );
}
