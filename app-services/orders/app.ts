import type { FastifyInstance } from 'fastify';
import { tokenOf } from '../shared/auth/authenticate';
import type { ItemTable } from '../shared/data/item-table';
import { itemRoutes } from '../shared/http/item-routes';
import { buildService, type ServiceDeps } from '../shared/service';
import type { Catalogue } from './catalogue';
import { type Order, orderBody, orderItem } from './order';
import { completeLines, productIdOf } from './order-lines';

export interface OrdersDeps extends Omit<ServiceDeps, 'name'> {
  table: Pick<ItemTable<Order>, 'create' | 'get' | 'list' | 'replace' | 'remove'>;
  catalogue: Pick<Catalogue, 'lookUp'>;
}

/** The orders service: a tenant's orders, with names and prices from the products service. */
export function buildOrders({ table, catalogue, ...deps }: OrdersDeps): FastifyInstance {
  return buildService({ ...deps, name: 'orders' }, (api) =>
    itemRoutes(api, {
      kind: 'order',
      table,
      body: orderBody,
      item: orderItem,
      attributesOf: async ({ orderName, orderProducts }, request) => {
        const { tenantId } = request.caller;
        const ids = orderProducts.map((line) => productIdOf(tenantId, line.productId));
        const answers = await catalogue.lookUp(tokenOf(request), tenantId, ids);
        return { orderName, orderProducts: completeLines(tenantId, orderProducts, answers) };
      },
    }),
  );
}
