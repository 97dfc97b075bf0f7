import { InvalidArgumentError } from 'commander';

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `500ms`, `30s`, `10m`, `2h`, `1d` in milliseconds. */
export function duration(text: string): number {
  const [, amount, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (UNITS[unit ?? ''] ?? 0);
  if (milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError('must be a time such as 30s, 10m, 2h or 1d');
}

/** A duration before now, or an ISO 8601 instant; milliseconds since 1970. */
export function moment(text: string): number {
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text))) return Date.parse(text);
  try {
    return Date.now() - duration(text);
  } catch {
    throw new InvalidArgumentError(
      'must be a time such as 30s, 10m, 2h or 1d, or an instant such as 2026-01-31T12:00Z',
    );
  }
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 10_000) return value;
  throw new InvalidArgumentError('must be a whole number from 1 to 10000');
}

/** How long an offboarded tenant's data is kept. */
export function retentionDays(text: string): number {
  const value = Number(text);
  if (/^\d{1,3}$/.test(text) && value <= 350) return value;
  throw new InvalidArgumentError('must be a whole number from 0 to 350');
}

/** In any case, as the API takes it; upper case is what is stored and shown. */
export function tier(text: string): 'BASIC' | 'ADVANCED' | 'PREMIUM' {
  const value = text.toUpperCase();
  if (value === 'BASIC' || value === 'ADVANCED' || value === 'PREMIUM') return value;
  throw new InvalidArgumentError('must be basic, advanced or premium');
}

/** What no API would take: the rest is the API's to judge, which says what is wrong. */
export function mailbox(text: string): string {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return text;
  throw new InvalidArgumentError('must be an e-mail address');
}

export function newTenantName(text: string): string {
  if (/^[a-z][a-z0-9-]{0,31}$/.test(text)) return text;
  throw new InvalidArgumentError(
    'must be lower-case letters, digits and hyphens, begin with a letter, and have at most 32 characters',
  );
}

/** For options that may be repeated. */
export const collect = (value: string, before: string[]): string[] => [...before, value];
