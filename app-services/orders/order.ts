import { z } from 'zod';

const MAX_AMOUNT = 1_000_000_000_000;
/** 100 lines of the largest size stay below the 400 KB of a DynamoDB item. */
const MAX_LINES = 100;

const line = z.strictObject({
  productId: z.string().min(1).max(128),
  /** Taken from the catalogue when the client leaves it out. */
  price: z.number().min(0).max(MAX_AMOUNT).meta({ format: 'decimal' }).optional(),
  quantity: z.int().min(1).max(1_000_000),
  /** The product's name at the time of the order. The catalogue's name wins over a client's. */
  name: z.string().max(256).optional(),
});

/** What a client sends. */
export const orderBody = z.strictObject({
  orderName: z.string().min(1).max(256),
  orderProducts: z.array(line).max(MAX_LINES),
});

export const orderItem = z.object({
  tenantId: z.string(),
  orderId: z.string(),
  ...orderBody.shape,
  /** What a client left out, the catalogue gave: a stored line always has its price. */
  orderProducts: z.array(line.required({ price: true })).max(MAX_LINES),
});

/** What an order takes from a product, within the bounds of its own lines: the catalogue is another service's word. */
export const catalogueEntry = z.object({
  name: z.string().max(256),
  price: z.number().min(0).max(MAX_AMOUNT),
});

export type SentLine = z.output<typeof line>;
export type Order = z.output<typeof orderItem>;
export type OrderLine = Order['orderProducts'][number];
