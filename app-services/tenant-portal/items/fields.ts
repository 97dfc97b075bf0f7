const here = (): string[] => [...navigator.languages];

/** An amount as the reader writes it, with two to six decimals. The API has amounts without a currency. */
export const price = (value: number, locale: string | string[] = here()): string =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 6 }).format(value);

/** What stands before the decimals. */
const decimalSign = (locale: string | string[]): string =>
  new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';

/** An amount as it is typed: ungrouped, with the reader's own sign before the decimals. */
export const typedPrice = (value: number, locale: string | string[] = here()): string =>
  String(value).replace('.', decimalSign(locale));

/** NaN for what is no amount; so is a point where a comma is the sign, since it may have been meant for thousands. */
export function priceOf(typed: string, locale: string | string[] = here()): number {
  const sign = decimalSign(locale);
  return sign !== '.' && typed.includes('.') ? Number.NaN : Number(typed.replace(sign, '.'));
}

const MOST = 1_000_000_000_000;

/** What is wrong with a typed amount, by the rules of the services. */
export function priceProblem(typed: string, locale: string | string[] = here()): string | undefined {
  const value = priceOf(typed, locale);
  if (typed.trim() === '') return 'Enter a price.';
  if (!Number.isFinite(value)) return `Enter a number, for instance ${price(12.5, locale)}.`;
  if (value < 0) return 'A price is not below 0.';
  if (value > MOST) return `A price is at most ${price(MOST, locale)}.`;
  return Number(value.toFixed(6)) === value ? undefined : 'A price has at most 6 decimals.';
}

/** What is wrong with a typed text of limited length. */
export function textProblem(
  typed: string,
  { most, missing }: { most: number; missing?: string },
): string | undefined {
  if (missing && !typed.trim()) return missing;
  return typed.trim().length > most ? `At most ${most} characters.` : undefined;
}
