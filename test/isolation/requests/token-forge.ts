import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

type Json = Record<string, unknown>;

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Header and claims, encoded; what a signature is made over. */
export const unsigned = (header: Json, claims: Json): string => `${encode(header)}.${encode(claims)}`;

/** A JWS whose header may say one thing and whose key another: only the header's `alg` decides how it is signed. */
export function forge(header: Json, claims: Json, key: KeyObject | string): string {
  const content = unsigned(header, claims);
  return `${content}.${signature(String(header.alg), content, key)}`;
}

function signature(alg: string, content: string, key: KeyObject | string): string {
  const bits = alg.slice(2);
  if (typeof key === 'string') return createHmac(`sha${bits}`, key).update(content).digest('base64url');
  const data = Buffer.from(content);
  if (alg.startsWith('PS'))
    return sign(`sha${bits}`, data, { key, padding: 6, saltLength: Number(bits) / 8 }).toString('base64url');
  if (alg.startsWith('ES'))
    return sign(`sha${bits}`, data, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return sign(`sha${/^RS\d+$/.test(alg) ? bits : '256'}`, data, key).toString('base64url');
}

/** The attacker's own keys, made once: they belong to no pool. */
export const OWN_RSA = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
export const OWN_EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

export const publicPem = (key: KeyObject): string =>
  createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();

export const publicJwk = (key: KeyObject): Json => createPublicKey(key).export({ format: 'jwk' }) as Json;

/** Now in seconds, as tokens count. */
export const now = (): number => Math.floor(Date.now() / 1000);
