import Table from 'cli-table3';
import type { Counts, Tally } from './tally';

/** As many failures as one reads; the rest is in `--json`. */
const SHOWN = 40;

/** The tables of a run as text: attempts, allowed, uncertain and controls that failed, by kind and by pair. */
export function reportOf(tally: Tally, { seed, count }: { seed: number; count: number }): string {
  const { attempts, allowed, uncertain, controlsFailed, failures } = tally;
  const lines = [
    tableOf('kind', tally.byKind),
    tableOf('pair', tally.byPair),
    `attempts ${attempts}, allowed ${allowed}, uncertain ${uncertain}, controls that failed ${controlsFailed}; seed ${seed}`,
    `one again: npm run test:isolation -- --seed ${seed} --attempts ${count} --only <id>`,
  ];
  const shown = failures.slice(0, SHOWN).map(({ id, pair, attempt, control }) => {
    return `  ${id}\n    ${pair}: the attempt ${attempt}, its control ${control}`;
  });
  if (shown.length > 0) lines.push(`not as it must be (${failures.length}):`, ...shown);
  return lines.join('\n');
}

function tableOf(name: string, groups: Record<string, Counts>): string {
  const table = new Table({
    head: [name, 'attempts', 'allowed', 'uncertain', 'controls failed'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  });
  for (const [group, { attempts, allowed, uncertain, controlsFailed }] of Object.entries(groups)) {
    table.push([group, attempts, allowed, uncertain, controlsFailed]);
  }
  return table.toString();
}
