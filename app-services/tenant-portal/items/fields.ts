/** An amount as the reader writes it, with two to six decimals. The API has amounts without a currency. */
export const price = (value: number, locale: string | string[] = [...navigator.languages]): string =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 6 }).format(value);

const MOST = 1_000_000_000_000;

/** What is wrong with a typed amount, by the rules of the services. */
export function priceProblem(typed: string): string | undefined {
  const value = Number(typed);
  if (typed.trim() === '') return 'Enter a price.';
  if (!Number.isFinite(value)) return 'Enter a number, for instance 12.50.';
  if (value < 0) return 'A price is not below 0.';
  if (value > MOST) return `A price is at most ${price(MOST)}.`;
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
