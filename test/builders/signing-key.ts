import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK } from 'jose';

export interface SigningKey {
  privateKey: KeyObject;
  /** The public half, as a user pool publishes it. */
  jwk: object;
}

/** A key pair like the ones with which user pools sign. */
export async function buildSigningKey(kid: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}
