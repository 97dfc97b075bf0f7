import Table from 'cli-table3';

export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** The most that it may be; without, it only stands beside. */
  limit?: number;
}

export interface Result {
  figures: Figure[];
  /** Processes that wanted a processor, mean of the last minute, at the start and at the end. */
  load: { cores: number; start: number; end: number };
}

/** A figure that could not be measured is missed too. */
export const missed = ({ figures }: Result): Figure[] =>
  figures.filter(({ value, limit }) => limit !== undefined && !(value <= limit));

export function print(result: Result): void {
  const over = missed(result);
  const table = new Table({ head: ['figure', 'measured', 'at most', ''] });
  for (const figure of result.figures) {
    const { what, value, unit, limit } = figure;
    const verdict = limit === undefined ? '' : over.includes(figure) ? 'MISSED' : 'kept';
    table.push([what, `${value} ${unit}`, limit ?? '', verdict]);
  }
  console.log(table.toString());
  const { cores, start, end } = result.load;
  console.log(`load of the machine: ${start} at the start, ${end} at the end, on ${cores} cores`);
}

/** Half took no longer, and the worst, rounded. */
export function spread(values: number[]): { median: number; worst: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => Math.round(sorted[index] ?? Number.NaN);
  return { median: at(Math.floor((sorted.length - 1) / 2)), worst: at(sorted.length - 1) };
}
