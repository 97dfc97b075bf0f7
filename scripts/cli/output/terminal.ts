import type { CliFailure } from '../failure';
import { type Colours, coloursFor, onOneLine, printable } from './text';

/** Where a command writes: results to stdout and nothing else there, everything for the person to stderr. */
export class Terminal {
  readonly colours: Colours;
  readonly #errorColours: Colours;

  constructor(
    readonly json: boolean,
    readonly out: NodeJS.WriteStream = process.stdout,
    readonly err: NodeJS.WriteStream = process.stderr,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.colours = coloursFor(out, env);
    this.#errorColours = coloursFor(err, env);
  }

  get interactive(): boolean {
    return Boolean(this.out.isTTY) && !this.json;
  }

  /** A result: the object with --json, else what `text` makes of it. */
  result(value: unknown, text: () => string): void {
    if (this.json) this.out.write(`${JSON.stringify(value, null, 2)}\n`);
    else this.line(text());
  }

  /** One line of JSON Lines. */
  event(value: unknown): void {
    this.out.write(`${JSON.stringify(value)}\n`);
  }

  line(text: string): void {
    this.out.write(`${text}\n`);
  }

  /** A remark that is no result. */
  note(text: string): void {
    this.err.write(`${this.#errorColours.dim(printable(text))}\n`);
  }

  failure(failure: CliFailure): void {
    const { message, hint, exitCode } = failure;
    if (this.json) {
      this.err.write(`${JSON.stringify({ error: { message, hint, exitCode } })}\n`);
      return;
    }
    this.err.write(`${this.#errorColours.red('error:')} ${printable(message)}\n`);
    if (hint) this.err.write(`${printable(hint)}\n`);
  }

  /** Rows under headings, as wide as they need; only the library's import costs, so it is made when used. */
  async table(headings: string[], rows: (string | number | undefined)[][]): Promise<string> {
    const { default: Table } = await import('cli-table3');
    const table = new Table({
      head: headings.map((heading) => this.colours.bold(heading)),
      chars: BORDERLESS,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    });
    for (const row of rows) table.push(row.map((cell) => onOneLine(String(cell ?? ''))));
    return trimLines(table.toString());
  }

  /** Facts, one a line, names aligned. Facts without a value are left out. */
  facts(pairs: [name: string, value: string | number | undefined][]): string {
    const present = pairs.filter(([, value]) => value !== undefined && value !== '');
    const width = Math.max(...present.map(([name]) => name.length));
    return present
      .map(([name, value]) => `${this.colours.dim(name.padEnd(width))}  ${printable(String(value))}`)
      .join('\n');
  }
}

const BORDERLESS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((part) => [part, '']),
);

const trimLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
