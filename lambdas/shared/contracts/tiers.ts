import * as z from 'zod';

/** What a tenant buys. Stored and shown upper-case; accepted in any case. */
export const TIERS = ['BASIC', 'ADVANCED', 'PREMIUM'] as const;
export type Tier = (typeof TIERS)[number];

export const tierSchema = z
  .string()
  .transform((tier) => tier.toUpperCase())
  .pipe(z.enum(TIERS, { error: `must be one of ${TIERS.join(', ')} (in any case)` }));

/** Services of the sample application, in the order of their listener rules. */
export const SERVICES = ['orders', 'products', 'users'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Tables of the sample application. */
export const TABLES = ['orders', 'products'] as const;
export type TableName = (typeof TABLES)[number];

/** The name that each has in AWS. */
export const tableNamesSchema = z.strictObject(
  Object.fromEntries(TABLES.map((table) => [table, z.string()])) as Record<TableName, z.ZodString>,
);
export type TableNames = z.infer<typeof tableNamesSchema>;

/** Sort key of each table, below the partition key `tenantId`: what the services read and write by. */
export const ITEM_ID: Record<TableName, string> = { orders: 'orderId', products: 'productId' };

interface Isolation {
  /** Own ECS services, identity, network and API routing; otherwise the pool's. */
  silo: boolean;
  /** Own ECS cluster; a silo without one runs on the shared advanced cluster. */
  ownCluster: boolean;
  /** Tables of the tenant's own; the others are the pool's, shared by leading key. */
  ownTables: readonly TableName[];
  /** Own encryption key, where `encryption.keys=customer` is configured. */
  ownKey: boolean;
}

/** What each tier shares and what it owns; workflows and stacks branch on this alone. */
export const ISOLATION: Record<Tier, Isolation> = {
  BASIC: { silo: false, ownCluster: false, ownTables: [], ownKey: false },
  ADVANCED: { silo: true, ownCluster: false, ownTables: ['orders'], ownKey: false },
  PREMIUM: { silo: true, ownCluster: true, ownTables: ['orders', 'products'], ownKey: true },
};

/** Value of the `tenantPath` header that routes to the pooled services. */
export const POOL_PATH = 'basic';
