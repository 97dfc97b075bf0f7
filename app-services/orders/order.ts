import { z } from 'zod';

const MAX_AMOUNT = 1_000_000_000_000;

const line = z.strictObject({
  productId: z.string().min(1).max(128),
  /** Taken from the catalogue when the client leaves it out. */
  price: z.number().min(0).max(MAX_AMOUNT).meta({ format: 'decimal' }).optional(),
  quantity: z.int().min(1).max(1_000_000),
  /** The product's name at the time of the order. The catalogue's name wins over a client's. */
  name: z.string().max(256).optional(),
});

/** What a client sends. 100 lines of the largest size stay below the 400 KB of a DynamoDB item. */
export const orderBody = z.strictObject({
  orderName: z.string().min(1).max(256),
  orderProducts: z.array(line).max(100),
});

export const orderItem = z.object({
  tenantId: z.string(),
  orderId: z.string(),
  ...orderBody.shape,
});

export type SentLine = z.output<typeof line>;
export type OrderLine = SentLine & { price: number };
export type Order = Omit<z.output<typeof orderItem>, 'orderProducts'> & { orderProducts: OrderLine[] };
