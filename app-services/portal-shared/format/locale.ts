/** Dates, times and numbers as the reader's browser has them. Each takes a locale for tests. */
const here = (): string[] => [...navigator.languages];

type Instant = string | number | Date | undefined;

/** A day with its time; a dash for what has none. */
const dayAndTime =
  (timeStyle: 'short' | 'medium') =>
  (value: Instant, locale: string | string[] = here()): string =>
    value === undefined
      ? '–'
      : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle }).format(new Date(value));

/** "27 Nov 2026, 14:05" */
export const dateTime = dayAndTime('short');

/** "27 Nov 2026, 14:05:09", where seconds matter. */
export const instant = dayAndTime('medium');

/** "27 Nov", of a day in UTC: "2026-11-27". */
export const dayAndMonth = (day: string, locale: string | string[] = here()): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day));

/** "14:05" */
export const time = (value: string | number | Date, locale: string | string[] = here()): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(value));

export const number = (value: number, locale: string | string[] = here()): string =>
  new Intl.NumberFormat(locale).format(value);

/** An amount of money; whole amounts keep their decimals, so that columns line up. */
export const money = (value: number, currency: string, locale: string | string[] = here()): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value);

/** Seconds as people say them: "440 ms", "1.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds: number, locale: string | string[] = here()): string {
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  if (seconds < 0.9995) return unit(Math.round(seconds * 1_000), 'millisecond');
  if (seconds < 9.95) return unit(seconds, 'second', 1);
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${unit(minutes, 'minute')} ${unit(whole % 60, 'second')}`;
  return `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 minutes ago" */
export function ago(
  value: string | number | Date,
  now = Date.now(),
  locale: string | string[] = here(),
): string {
  const seconds = (new Date(value).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return format.format(Math.round(seconds / size), unit);
}
