import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
}

export interface State {
  Type: string;
  Comment?: string;
  Resource?: string;
  Arguments?: Record<string, unknown>;
  TimeoutSeconds?: number;
  Retry?: Retrier[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  Choices?: { Condition: string; Next: string }[];
  Default?: string;
  Branches?: Line[];
  Items?: string;
  ItemSelector?: Record<string, unknown>;
  ItemProcessor?: Line;
  Assign?: Record<string, unknown>;
  Output?: unknown;
  Next?: string;
  End?: boolean;
}

/** States that lead from one to the next: a state machine's own, a branch's or an item's. */
export interface Line {
  StartAt: string;
  States: Record<string, State>;
}

export interface StateMachine extends Line {
  Comment?: string;
  QueryLanguage?: string;
  TimeoutSeconds?: number;
}

const folder = join(__dirname, '../../state-machines');

/** Text of a state machine's file, with its placeholders. */
export const definitionText = (name: string): string =>
  readFileSync(join(folder, `${name}.asl.json`), 'utf8');

export const stateMachine = (name: string): StateMachine => JSON.parse(definitionText(name));

/** A line and all lines within it. */
export const linesOf = (line: Line): Line[] => [
  line,
  ...Object.values(line.States).flatMap((state) =>
    [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])].flatMap(linesOf),
  ),
];

/** All states of a state machine, with their names. */
export const statesOf = (machine: StateMachine): [string, State][] =>
  linesOf(machine).flatMap((line) => Object.entries(line.States));

/** Names that a state leads to. */
export const nextOf = (state: State): string[] =>
  [
    state.Next,
    state.Default,
    ...(state.Choices ?? []).map(({ Next }) => Next),
    ...(state.Catch ?? []).map(({ Next }) => Next),
  ].filter((name) => name !== undefined);
