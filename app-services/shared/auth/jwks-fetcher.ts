import { Unavailable } from '../http/errors';

/** A key set is a few KB and comes from the same region: 2 s is an outage. */
const TIMEOUT_MS = 2000;

/**
 * Fetches a key set over HTTPS or, from a private endpoint, HTTP (the library's own fetcher knows HTTPS only).
 * @throws Unavailable when it cannot be had: without keys nobody is admitted, and nobody is called a forger either
 */
export class JwksFetcher {
  async fetch(uri: string): Promise<ArrayBuffer> {
    try {
      const response = await fetch(uri, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
      if (!response.ok) throw new Error(`key set: status ${response.status}`);
      return await response.arrayBuffer();
    } catch (error) {
      throw new Unavailable('tokens cannot be verified at the moment', error);
    }
  }
}
