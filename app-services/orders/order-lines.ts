import { InvalidRequest, Unavailable } from '../shared/http/errors';
import type { LookUp } from './catalogue';
import type { OrderLine, SentLine } from './order';

/** `tenantId:productId`, as in paths, is taken as well as the product's id alone. */
export function productIdOf(tenantId: string, sent: string): string {
  return sent.startsWith(`${tenantId}:`) ? sent.slice(tenantId.length + 1) : sent;
}

/**
 * An order's lines with what the catalogue knows: the product's name, and its price where the client gave none.
 *
 * The catalogue adds; it never refuses. Published clients order with a price of their own, also products that the
 * catalogue does not have, and expect 201; and an order must not be lost because the products service is down. Only a
 * line without a price depends on the answer.
 * @throws InvalidRequest for a line without a price whose product is unknown; Unavailable if the catalogue did not say
 */
export function completeLines(
  tenantId: string,
  lines: SentLine[],
  answers: ReadonlyMap<string, LookUp>,
): OrderLine[] {
  return lines.map((line, i) => {
    const answer = answers.get(productIdOf(tenantId, line.productId)) ?? 'unavailable';
    const entry = typeof answer === 'string' ? undefined : answer;
    const price = line.price ?? entry?.price;
    if (price === undefined) {
      const field = `orderProducts[${i}].price`;
      if (answer === 'unknown')
        throw new InvalidRequest(`${field} is required: the product is not in the catalogue`);
      throw new Unavailable(`${field} cannot be looked up at the moment: give it, or try again`);
    }
    const name = entry?.name ?? line.name;
    return { productId: line.productId, price, quantity: line.quantity, ...(name !== undefined && { name }) };
  });
}
