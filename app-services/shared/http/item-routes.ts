import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ItemTable } from '../data/item-table';
import { InvalidRequest } from './errors';
import { etagOf, versionOf } from './etag';
import { itemIdOf } from './item-id';
import { linkNext, PageTokens, readListQuery } from './paging';
import { jsonSchema } from './validation';

export interface ItemRoutes<Body extends z.ZodObject, Item extends object> {
  /** What an item is called: `order` makes the path `/orders` and the id `orderId`. */
  kind: string;
  table: Pick<ItemTable<Item>, 'create' | 'get' | 'list' | 'replace' | 'remove'>;
  /** What a client sends. */
  body: Body;
  /** What a client gets. */
  item: z.ZodObject;
  /** The attributes to store for a body. */
  attributesOf(body: z.output<Body>, request: FastifyRequest): object | Promise<object>;
}

/**
 * Body of a PUT. A client that read an item may send it back whole: its keys (and the row key that the published portal
 * adds) are accepted, and must be the ones of the path.
 */
export function wholeItem(kind: string, body: z.ZodObject): z.ZodObject {
  return body.extend({
    tenantId: z.string().optional(),
    [`${kind}Id`]: z.string().optional(),
    key: z.unknown().optional(),
  });
}

/** Create, list, read, replace and delete a tenant's items, each with one round trip to the table. */
export function itemRoutes<Body extends z.ZodObject, Item extends object>(
  api: FastifyInstance,
  { kind, table, body, item, attributesOf }: ItemRoutes<Body, Item>,
): void {
  const collection = `/${kind}s`;
  const idName = `${kind}Id`;
  const tokens = new PageTokens<string>(collection);
  const itemSchema = jsonSchema(item);
  const ofPath = (request: FastifyRequest) =>
    itemIdOf(kind, request.caller.tenantId, (request.params as { id: string }).id);

  api.post(
    collection,
    { schema: { body: jsonSchema(body), response: { 201: itemSchema } } },
    async (request, reply) => {
      const attributes = await attributesOf(request.body as z.output<Body>, request);
      const created = await table.create(request.caller.tenantId, randomUUID(), attributes);
      reply.code(201).header('etag', etagOf(created.version));
      return created.item;
    },
  );

  api.get(
    collection,
    { schema: { response: { 200: { type: 'array', items: itemSchema } } } },
    async (request, reply: FastifyReply) => {
      const { tenantId } = request.caller;
      const { limit, next_token } = readListQuery(request.query);
      const after = next_token === undefined ? undefined : tokens.read(tenantId, next_token);
      const page = await table.list(tenantId, limit, after);
      linkNext(reply, limit, page.next === undefined ? undefined : tokens.issue(tenantId, page.next));
      return page.items;
    },
  );

  api.get(`${collection}/:id`, { schema: { response: { 200: itemSchema } } }, async (request, reply) => {
    const found = await table.get(request.caller.tenantId, ofPath(request));
    reply.header('etag', etagOf(found.version));
    return found.item;
  });

  api.put(
    `${collection}/:id`,
    { schema: { body: jsonSchema(wholeItem(kind, body)), response: { 200: itemSchema } } },
    async (request, reply) => {
      const { tenantId } = request.caller;
      const id = ofPath(request);
      const {
        tenantId: sentTenantId,
        [idName]: sentId,
        key: _,
        ...rest
      } = request.body as Record<string, unknown>;
      if ((sentTenantId ?? tenantId) !== tenantId)
        throw new InvalidRequest('tenantId is not the one of the path');
      if ((sentId ?? id) !== id) throw new InvalidRequest(`${idName} is not the one of the path`);
      const expected = versionOf(request.headers['if-match']);
      const attributes = await attributesOf(rest as z.output<Body>, request);
      const replaced = await table.replace(tenantId, id, attributes, expected);
      reply.header('etag', etagOf(replaced.version));
      return replaced.item;
    },
  );

  api.delete(`${collection}/:id`, async (request, reply) => {
    await table.remove(request.caller.tenantId, ofPath(request), versionOf(request.headers['if-match']));
    return reply.code(204).send();
  });
}
