import { number } from '../../../portal-shared/format/locale';
import type { Problems } from '../../../portal-shared/forms/use-form';
import { textProblem } from '../../items/fields';
import type { NewOrder, Order } from '../../items/use-item';

/** A line as it is typed. `key` tells lines apart, also two of the same product. */
export interface DraftLine {
  key: number;
  productId: string;
  quantity: string;
  /** What is known of the product: from the order itself, or from the catalogue once one is chosen. */
  name: string | undefined;
  price: number | undefined;
  /** The order has this price already; that of a new line comes from the catalogue when the order is saved. */
  agreed: boolean;
}

/** Fields have the API's names, by which it says what it refuses. */
export interface Draft {
  orderName: string;
  orderProducts: DraftLine[];
}

const MOST_LINES = 100;
const MOST_OF_ONE = 1_000_000;

let made = 0;

export const emptyLine = (): DraftLine => ({
  key: made++,
  productId: '',
  quantity: '1',
  name: undefined,
  price: undefined,
  agreed: false,
});

export const draftOf = (order: Order | undefined): Draft => ({
  orderName: order?.orderName ?? '',
  orderProducts: order
    ? order.orderProducts.map(({ productId, quantity, name, price }) => ({
        ...emptyLine(),
        ...{ productId, quantity: String(quantity), name, price, agreed: true },
      }))
    : [emptyLine()],
});

export function quantityProblem(typed: string): string | undefined {
  if (!/^\d+$/.test(typed.trim()) || Number(typed) < 1) return 'Enter a whole number from 1.';
  return Number(typed) > MOST_OF_ONE ? `At most ${number(MOST_OF_ONE)}.` : undefined;
}

/** What is wrong with a draft, by the rules of the orders service; of the lines, the first problem. */
export function problemsOf({ orderName, orderProducts }: Draft): Problems<Draft> {
  const lines = () => {
    if (orderProducts.length === 0) return 'Add a product.';
    if (orderProducts.length > MOST_LINES) return `At most ${MOST_LINES} products.`;
    if (orderProducts.some(({ productId }) => !productId)) return 'Choose a product on every line.';
    if (orderProducts.some(({ quantity }) => quantityProblem(quantity))) return 'Check the quantities.';
    return undefined;
  };
  return {
    orderName: textProblem(orderName, { most: 256, missing: 'Enter a name.' }),
    orderProducts: lines(),
  };
}

/** What is sent. A new line leaves its price to the catalogue, so that nobody orders at one that is outdated. */
export const orderOf = ({ orderName, orderProducts }: Draft): NewOrder => ({
  orderName: orderName.trim(),
  orderProducts: orderProducts.map(({ productId, quantity, name, price, agreed }) => ({
    productId,
    quantity: Number(quantity),
    ...(agreed && { price }),
    ...(agreed && name !== undefined && { name }),
  })),
});

/** Undefined as long as a price or a quantity is not known. */
export function totalOf(lines: Pick<DraftLine, 'price' | 'quantity'>[]): number | undefined {
  let total = 0;
  for (const { price, quantity } of lines) {
    if (price === undefined || quantityProblem(quantity)) return undefined;
    total += price * Number(quantity);
  }
  return total;
}
