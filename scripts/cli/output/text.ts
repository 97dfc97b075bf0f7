import { createColors } from 'picocolors';

/** Colours only for a person: on a terminal, unless https://no-color.org asks for none. */
export const wantsColour = (stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean =>
  Boolean(stream.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';

export const coloursFor = (stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv) =>
  createColors(wantsColour(stream, env));
export type Colours = ReturnType<typeof createColors>;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text of others (names, error causes, log lines) without what could drive the terminal. Keeps tabs and newlines. */
export const printable = (text: string): string => text.replace(CONTROL, '\uFFFD');

export const onOneLine = (text: string): string => printable(text.replace(/\s+/g, ' ').trim());

export const seconds = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} s`;

/** An instant in the local time zone, to the second. */
export function localTime(instant: string | undefined): string {
  if (!instant) return '';
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return onOneLine(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
