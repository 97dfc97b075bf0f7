import type { Execution, ExecutionState } from '../admin-api/types';
import { type Colours, localTime, onOneLine, printable, seconds } from './text';

export type StateStatus = 'running' | 'retrying' | 'succeeded' | 'failed';

/**
 * How a state stands. `error` alone does not tell: it stays on a state that a later try has passed. What Step
 * Functions leaves it has passed; what is not left when all is over has failed.
 */
export function statusOf(
  state: ExecutionState,
  execution: Pick<Execution, 'status' | 'timeline' | 'failure'>,
): StateStatus {
  // Before a redrive, which entered it anew.
  if (state.failed) return 'failed';
  const over = isOver(execution);
  const failedHere = over && execution.failure?.state === state.state && execution.timeline.at(-1) === state;
  if (state.left) return failedHere ? 'failed' : 'succeeded';
  if (over) return 'failed';
  return state.error ? 'retrying' : 'running';
}

export const isOver = ({ status }: Pick<Execution, 'status'>): boolean =>
  status !== 'RUNNING' && status !== 'PENDING_REDRIVE';

/** Seconds that a state took, or has taken until now. */
export const secondsIn = (state: ExecutionState, now: number): number =>
  state.seconds ??
  Math.max(0, (state.left ? Date.parse(state.left) : now) - Date.parse(state.entered)) / 1000;

/** Seconds of the whole execution, or until now. */
export const secondsOf = (execution: Execution, now: number): number =>
  Math.max(
    0,
    (execution.stoppedAt ? Date.parse(execution.stoppedAt) : now) - Date.parse(execution.startedAt),
  ) / 1000;

const WORDS: Record<StateStatus, string> = {
  running: '...',
  retrying: 'retry',
  succeeded: 'ok',
  failed: 'FAILED',
};

/** One state as a line: how it stands, its name, seconds, tries when more than one. */
export function stateLine(
  state: ExecutionState,
  execution: Execution,
  colours: Colours,
  now: number,
  width = 0,
): string {
  const status = statusOf(state, execution);
  const paint = {
    running: colours.cyan,
    retrying: colours.yellow,
    succeeded: colours.green,
    failed: colours.red,
  };
  const tries = state.tries > 1 ? colours.dim(`  ${state.tries} tries`) : '';
  const error = status === 'retrying' ? colours.yellow(`  ${onOneLine(state.error ?? '')}`) : '';
  const name = onOneLine(state.state).padEnd(width);
  return `  ${paint[status](WORDS[status].padEnd(6))} ${name}  ${seconds(secondsIn(state, now)).padStart(7)}${tries}${error}`;
}

/** The states of an execution, one a line, and of a failed one what failed and why. */
export function timeline(execution: Execution, colours: Colours, now: number): string {
  const width = Math.max(0, ...execution.timeline.map(({ state }) => state.length));
  return execution.timeline.map((state) => stateLine(state, execution, colours, now, width)).join('\n');
}

/** Where and why an execution failed; a foreign plane may tell it in another shape, which is shown as it is. */
export function failureText(failure: unknown, colours: Colours): string {
  if (!failure) return '';
  const { state, error, cause } = failure as { state?: string; error?: string; cause?: string };
  if (typeof error !== 'string') return `${colours.red('failed')}: ${onOneLine(JSON.stringify(failure))}`;
  const at = state ? ` at "${onOneLine(state)}"` : '';
  return [
    `${colours.red('failed')}${at}: ${onOneLine(error)}`,
    ...(cause ? [`  ${printable(cause).replaceAll('\n', '\n  ')}`] : []),
  ].join('\n');
}

export const headline = (execution: Execution, colours: Colours, now: number): string =>
  `${colours.bold(execution.name)}  ${execution.status}  ${seconds(secondsOf(execution, now))}  started ${localTime(execution.startedAt)}`;
