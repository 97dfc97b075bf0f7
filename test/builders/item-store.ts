import type { ItemTable, Versioned } from '../../app-services/shared/data/item-table';
import { NotFound, PreconditionFailed } from '../../app-services/shared/http/errors';

/** The table of a service in memory, with its rules: tenants apart, versions counted, ids in order. */
export function buildItemStore<T extends object>(kind: string) {
  const items = new Map<string, Versioned<T>>();
  const existing = (tenantId: string, id: string, expected?: number): Versioned<T> => {
    const found = items.get(`${tenantId}:${id}`);
    if (!found) throw new NotFound(`${kind} not found`);
    if (expected !== undefined && found.version !== expected) throw new PreconditionFailed('changed');
    return found;
  };
  const put = (tenantId: string, id: string, attributes: object, version: number): Versioned<T> => {
    const stored = { item: { tenantId, [`${kind}Id`]: id, ...attributes } as T, version };
    items.set(`${tenantId}:${id}`, stored);
    return stored;
  };
  const table: Pick<ItemTable<T>, 'create' | 'get' | 'list' | 'replace' | 'remove'> = {
    create: async (tenantId, id, attributes) => put(tenantId, id, attributes, 1),
    get: async (tenantId, id) => existing(tenantId, id),
    list: async (tenantId, limit, after) => {
      const own = [...items.keys()].filter((key) => key.startsWith(`${tenantId}:`)).sort();
      const rest = own.filter((key) => after === undefined || key > `${tenantId}:${after}`);
      const page = rest.slice(0, limit);
      const last = page.at(-1)?.slice(tenantId.length + 1);
      return {
        items: page.map((key) => (items.get(key) as Versioned<T>).item),
        ...(rest.length > limit && { next: last }),
      };
    },
    replace: async (tenantId, id, attributes, expected) => {
      const { version } = existing(tenantId, id, expected);
      return put(tenantId, id, attributes, version + 1);
    },
    remove: async (tenantId, id, expected) => {
      existing(tenantId, id, expected);
      items.delete(`${tenantId}:${id}`);
    },
  };
  return { table, items };
}
