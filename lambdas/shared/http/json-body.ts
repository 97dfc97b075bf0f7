import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { TooLargeError, ValidationError } from '../errors';

/**
 * Most a body may hold, in bytes: an event and a workflow's input carry it on (256 KB each, together with the
 * other row of a tenant), and a registry row may grow to four times as much (DynamoDB: 400 KB).
 */
export const MAX_BODY_BYTES = 96 * 1024;

/** Deeper than any client nests; DynamoDB allows 32 levels, of which rows and events use some. */
const MAX_DEPTH = 16;
/** An update expression of DynamoDB is limited to 4 KB, some 150 attributes. */
const MAX_KEYS = 100;
const MAX_KEY_LENGTH = 255;
const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype'];

/** What {@link readJsonBody} takes, as far as JSON Schema can say it. Depth and the smallest numbers it cannot. */
export const JSON_LIMITS = {
  numbers: { minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  maxProperties: MAX_KEYS,
  keys: { minLength: 1, maxLength: MAX_KEY_LENGTH, not: { enum: PROTOTYPE_KEYS } },
};

/**
 * Reads a request's body as JSON that can be stored and sent on unchanged.
 * @throws ValidationError when it is missing, not JSON, or holds what cannot be kept as it is; names the field
 * @throws TooLargeError above {@link MAX_BODY_BYTES}
 */
export function readJsonBody(event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): unknown {
  const raw = event.body ?? '';
  if (raw.length > 2 * MAX_BODY_BYTES) refuseSize();
  const text = event.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) refuseSize();
  if (text.trim() === '') throw new ValidationError('body', 'must not be empty');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ValidationError('body', 'must be JSON');
  }
  inspect(value, []);
  // Written out again it can be longer: `1e15` takes 16 digits.
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_BODY_BYTES) refuseSize();
  return value;
}

function refuseSize(): never {
  throw new TooLargeError(`body: must be at most ${MAX_BODY_BYTES} bytes`);
}

/** Refuses what JSON allows but a registry row, an event or a JavaScript object would change or choke on. */
function inspect(value: unknown, path: readonly string[]): void {
  const refuse = (problem: string): never => {
    throw new ValidationError(path.join('.') || 'body', problem);
  };
  if (path.length > MAX_DEPTH) refuse(`must not be nested deeper than ${MAX_DEPTH} levels`);
  if (typeof value === 'number') {
    // Beyond 2^53 a number would come back rounded; below 10^-130 DynamoDB refuses it.
    const size = Math.abs(value);
    if (size > Number.MAX_SAFE_INTEGER) refuse('must be a number below 2^53; send larger ones as strings');
    if (size > 0 && size < 1e-129) refuse('must be 0 or at least 10^-129; send smaller ones as strings');
  } else if (typeof value === 'string') {
    if (!isWellFormed(value)) refuse('must be well-formed Unicode');
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) inspect(item, [...path, String(index)]);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length > MAX_KEYS) refuse(`must have at most ${MAX_KEYS} keys`);
    for (const [key, item] of entries) {
      const at = [...path, key];
      if (PROTOTYPE_KEYS.includes(key)) throw new ValidationError(at.join('.'), 'is not an allowed name');
      if (key === '' || [...key].length > MAX_KEY_LENGTH || !isWellFormed(key)) {
        refuse(`must have keys of 1 to ${MAX_KEY_LENGTH} well-formed characters`);
      }
      inspect(item, at);
    }
  }
}

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
