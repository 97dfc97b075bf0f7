import type { AskProducts } from './catalogue';

/**
 * A neighbour in the same VPC answers in a few ms; but one that has just been deployed has its keys, credentials and
 * connections still to get for its first answer, which under load takes more than half a second.
 */
const TIMEOUT_MS = 2_000;

/** What of a product's id can be part of an address; another id is no id that the products service ever gave. */
const PRODUCT_ID = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * Asks the products service over Service Connect, in the name of the caller: with the caller's token, so that it
 * admits what the caller may see and nothing else. Connections are kept alive by Node's fetch; a task that ends closes
 * its own, also one that a question is just being sent on, so a question that met no answer is asked once more.
 * @throws when no answer came or the service failed, which counts against it
 */
export function askProducts(productsUrl: string): AskProducts {
  const base = productsUrl.replace(/\/+$/, '');
  return async (token, tenantId, productId) => {
    if (!PRODUCT_ID.test(productId)) return 'unknown';
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const question = () =>
      fetch(`${base}/products/${tenantId}:${productId}`, {
        headers: { authorization: `Bearer ${token}` },
        signal,
      });
    const response = await question().catch((error: Error) => {
      if (signal.aborted) throw error;
      return question();
    });
    // Read in any case: a body that is given up takes its connection along.
    const body = await response.text();
    if (response.status === 404) return 'unknown';
    if (response.status >= 500) throw new Error(`products: status ${response.status}`);
    // A refusal (a token that expired on the way) says nothing about the product, nor about the service's health.
    if (!response.ok) return 'unavailable';
    const product: unknown = JSON.parse(body);
    return isEntry(product) ? { name: product.name, price: product.price } : 'unavailable';
  };
}

function isEntry(value: unknown): value is { name: string; price: number } {
  const { name, price } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof price === 'number';
}
