import { type Colours, onOneLine, printable } from '../output/text';
import type { LogLine } from './read';

/** pino writes levels as numbers. */
const PINO_LEVELS: Record<string, string> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};
/** Said already by the line's beginning, or the same in every line. */
const LEFT_OUT = new Set([
  'level',
  'time',
  'timestamp',
  'message',
  'msg',
  'pid',
  'hostname',
  'service',
  'name',
]);

/** A log line for people: of a structured one time, level, message and the other fields. */
export function logText({ timestamp, message }: LogLine, colours: Colours): string {
  const time = colours.dim(timestamp.slice(11, 23));
  const fields = objectOf(message);
  const said = fields?.message ?? fields?.msg;
  if (!fields || typeof said !== 'string') return `${time} ${printable(message)}`;
  const given = String(fields.level ?? '');
  const level = (PINO_LEVELS[given] ?? given).toUpperCase().padEnd(5);
  const paint = /^(ERROR|FATAL)/.test(level)
    ? colours.red
    : level.startsWith('WARN')
      ? colours.yellow
      : String;
  const rest = Object.entries(fields)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${time} ${paint(level)} ${onOneLine(said)} ${colours.dim(onOneLine(rest.join(' ')))}`.trimEnd();
}

function objectOf(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
