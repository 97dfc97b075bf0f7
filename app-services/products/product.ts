import { z } from 'zod';

const MAX_AMOUNT = 1_000_000_000_000;

/** What a client sends. The published portal leaves sku and category empty when its user does. */
export const productBody = z.strictObject({
  name: z.string().min(1).max(256),
  price: z.number().min(0).max(MAX_AMOUNT).meta({ format: 'decimal' }),
  sku: z
    .union([z.string(), z.number()])
    .default('')
    .meta({ format: 'decimal', maxLength: 128, minimum: 0, maximum: MAX_AMOUNT }),
  category: z.string().max(128).default(''),
});

export const productItem = z.object({
  tenantId: z.string(),
  productId: z.string(),
  ...productBody.shape,
});

export type Product = z.output<typeof productItem>;
