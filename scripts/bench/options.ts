import { Command } from 'commander';

export interface BenchOptions {
  /** Fewer runs: to see that it works, not to quote its figures. */
  quick: boolean;
  json: boolean;
}

/** What the command line asks of a benchmark; `--help` tells what it measures, and ends the process. */
export function benchOptions(name: string, measures: string, hasQuick = true): BenchOptions {
  const command = new Command(name)
    .description(measures)
    .option('--json', 'prints the figures as JSON', false);
  if (hasQuick)
    command.option('--quick', 'fewer runs: to see that it works, not to quote its figures', false);
  return { quick: false, ...command.parse().opts<Partial<BenchOptions>>() } as BenchOptions;
}
