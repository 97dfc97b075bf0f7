import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

/** A key set is 1 KB from the same region, and API Gateway waits for an authorizer for 10 s. */
const TIMEOUT_MS = 2000;
const MAX_BYTES = 64 * 1024;

/** The key set could not be had: nobody can be told from a forger, so nobody is admitted. */
export class KeySetUnavailableError extends Error {
  override readonly name = 'KeySetUnavailableError';
}

/** Fetches signing keys over HTTPS or, from a private endpoint, HTTP: aws-jwt-verify's own knows HTTPS only. */
export const keySetFetcher = {
  fetch: (uri: string): Promise<ArrayBuffer> =>
    new Promise((resolve, reject) => {
      const fail = (cause: unknown) =>
        reject(new KeySetUnavailableError('the signing keys of a user pool could not be fetched', { cause }));
      const get = uri.startsWith('https:') ? getHttps : getHttp;
      const request = get(uri, { signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        if (response.statusCode !== 200) {
          response.resume();
          return fail(new Error(`status ${response.statusCode}`));
        }
        response
          .on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            size += chunk.length;
            if (size > MAX_BYTES) response.destroy(new Error(`more than ${MAX_BYTES} bytes`));
          })
          .on('error', fail)
          .on('end', () => {
            const { buffer, byteOffset, byteLength } = Buffer.concat(chunks);
            resolve(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
          });
      });
      request.on('error', fail);
    }),
};
