import type { paths } from '../../cli/openapi-types';

type Body<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Answer } } } };
}
  ? Answer
  : never;
type Execution = Body<'/tenant-registrations/{id}/executions/{name}'>['data'];
type Entry = Execution['timeline'][number];
type Definition = Body<'/tenant-registrations/{id}/executions/{name}/definition'>['data'];

/** States that follow each other, named by a word and their number. */
const PREPARING = numbered('Prepare', 19);
const BRANCHES = ['Network', 'Storage', 'Identity'].map((name) => numbered(name, 4));
const DEPLOYING = numbered('Deploy', 3);
const FINISHING = numbered('Finish', 21);
const [CHOICE, PARALLEL, MAP, WAIT, LAST] = [
  'Which tier?',
  'Build side by side',
  'For each service',
  'Wait for the operator',
  'Publish',
];
const ITERATIONS = 3;

function numbered(word: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);
}

const chain = (names: string[], last: object) =>
  Object.fromEntries(
    names.map((name, index) => {
      const next = names[index + 1];
      return [name, { Type: 'Task', ...(next ? { Next: next } : last) }];
    }),
  );

const machine = (names: string[]) => ({ StartAt: names[0], States: chain(names, { End: true }) });

/** 60 states: chains, a Choice, a Parallel of three branches, a Map, a Wait. */
export const DEFINITION: Definition = {
  stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:made-up',
  definition: {
    StartAt: PREPARING[0],
    States: {
      ...chain(PREPARING, { Next: CHOICE }),
      [CHOICE]: {
        Type: 'Choice',
        Choices: [{ Condition: "{% $tier = 'PREMIUM' %}", Next: PARALLEL }],
        Default: FINISHING[0],
      },
      [PARALLEL]: { Type: 'Parallel', Branches: BRANCHES.map(machine), Next: MAP },
      [MAP]: { Type: 'Map', ItemProcessor: machine(DEPLOYING), Next: FINISHING[0] },
      ...chain(FINISHING, { Next: WAIT }),
      [WAIT]: { Type: 'Wait', Seconds: 86_400, Next: LAST },
      [LAST]: { Type: 'Task', End: true },
    },
  },
};

export const STATES = [
  ...PREPARING,
  CHOICE,
  PARALLEL,
  ...BRANCHES.flat(),
  MAP,
  ...DEPLOYING,
  ...FINISHING,
  WAIT,
  LAST,
];

/** Where its live part ends: nothing happens there until somebody does something. */
export const WAITING = WAIT;

/** An execution whose history is there up to the first of its last states; `advance` makes the next one happen. */
export class MadeUpExecution {
  readonly name = 'made-up-onboarding';
  readonly #entries: Entry[] = [];

  constructor() {
    for (const state of [...PREPARING, CHOICE]) this.#done(state, state === CHOICE ? 'Choice' : 'Task');
    const parallel = this.#done(PARALLEL, 'Parallel');
    for (const state of BRANCHES.flat()) this.#done(state, 'Task', { within: parallel });
    const map = this.#done(MAP, 'Map');
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      for (const state of DEPLOYING) this.#done(state, 'Task', { within: map, iteration });
    }
    this.#enter(FINISHING[0] ?? '', 'Task');
  }

  /** How many more states can succeed before it waits. */
  get left(): number {
    const at = this.#entries.at(-1)?.state ?? '';
    return FINISHING.includes(at) ? FINISHING.length - FINISHING.indexOf(at) : 0;
  }

  /** The state that goes on succeeds, and the next begins. @returns the one that succeeded */
  advance(): string {
    const now = this.#entries.at(-1) as Entry;
    const left = new Date();
    Object.assign(now, {
      status: 'succeeded',
      left: left.toISOString(),
      seconds: (left.getTime() - Date.parse(now.entered)) / 1_000,
    });
    const order = [...FINISHING, WAIT, LAST];
    const next = order[order.indexOf(now.state) + 1] ?? LAST;
    this.#enter(next, next === WAIT ? 'Wait' : 'Task');
    return now.state;
  }

  answer(): Execution {
    return {
      name: this.name,
      executionArn: `arn:aws:states:us-east-1:000000000000:execution:made-up:${this.name}`,
      operation: 'onboarding',
      status: 'RUNNING',
      startedAt: this.#entries[0]?.entered ?? '',
      redriveCount: 0,
      redrivable: false,
      consoleUrl: 'https://console.aws.amazon.com/states/home',
      timeline: this.#entries,
      redrives: [],
    };
  }

  #done(state: string, type: string, more: Partial<Entry> = {}): number {
    const entry = this.#enter(state, type);
    Object.assign(entry, { status: 'succeeded', left: entry.entered, seconds: 0.4, ...more });
    return entry.id;
  }

  #enter(state: string, type: string): Entry {
    const id = this.#entries.length + 1;
    const entered = new Date().toISOString();
    const entry: Entry = { id, state, type, status: 'running', entered, redrive: 0, tries: 1 };
    this.#entries.push(entry);
    return entry;
  }
}
