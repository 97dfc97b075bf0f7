import type { AskProducts } from './catalogue';
import { catalogueEntry } from './order';

/**
 * A neighbour in the same VPC answers in a few ms; but one that has just been deployed has its keys, credentials and
 * connections still to get for its first answer, which under load takes more than half a second.
 */
const TIMEOUT_MS = 2_000;

/** A product has some 2 KB. */
const MOST_BYTES = 16 * 1024;

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
        // The caller's token goes to the products service and nowhere else.
        redirect: 'error',
        signal,
      });
    const response = await question().catch((error: Error) => {
      if (signal.aborted) throw error;
      return question();
    });
    // Read in any case: a body that is given up takes its connection along.
    const body = await readAnswer(response);
    if (response.status === 404) return 'unknown';
    if (response.status >= 500) throw new Error(`products: status ${response.status}`);
    // A refusal (a token that expired on the way) says nothing about the product, nor about the service's health.
    if (!response.ok) return 'unavailable';
    const entry = catalogueEntry.safeParse(JSON.parse(body));
    return entry.success ? entry.data : 'unavailable';
  };
}

/** @throws when it is larger than a product can be: what is not ours to trust shall not fill our memory */
async function readAnswer(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MOST_BYTES) throw new Error('products: the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
