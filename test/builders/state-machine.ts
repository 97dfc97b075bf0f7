import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonata from 'jsonata';

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

/** Finds the states of a state machine by their names. */
export function statesByName(machine: StateMachine): (name: string) => State {
  const states = Object.fromEntries(statesOf(machine));
  return (name) => {
    const found = states[name];
    if (!found) throw new Error(`no state "${name}"`);
    return found;
  };
}

/** Evaluates a template as Step Functions does: every text in {% %} is JSONata, `$states` and variables are bound. */
export async function evaluate(template: unknown, bindings: Record<string, unknown>): Promise<unknown> {
  if (typeof template === 'string') {
    const expression = /^\{%(.*)%\}$/s.exec(template)?.[1];
    if (expression === undefined) return template;
    const value = await jsonata(expression).evaluate(undefined, bindings);
    if (value === undefined) throw new Error(`${template} is undefined`);
    return JSON.parse(JSON.stringify(value));
  }
  if (Array.isArray(template)) return Promise.all(template.map((each) => evaluate(each, bindings)));
  if (template === null || typeof template !== 'object') return template;
  const entries = Object.entries(template).map(async ([key, value]) => [
    key,
    await evaluate(value, bindings),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** Name of the state that a Choice leads to. Step Functions takes a condition that is no boolean for an error. */
export async function choose(state: State, bindings: Record<string, unknown>): Promise<string | undefined> {
  for (const { Condition, Next } of state.Choices ?? []) {
    const met = await evaluate(Condition, bindings);
    if (typeof met !== 'boolean') throw new Error(`${Condition} is ${JSON.stringify(met)}, no boolean`);
    if (met) return Next;
  }
  return state.Default;
}
