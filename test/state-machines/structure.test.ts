import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { definitionText, linesOf, nextOf, stateMachine, statesOf } from '../builders/state-machine';

const lambdas = join(__dirname, '../../lambdas');
const machines = readdirSync(join(__dirname, '../../state-machines')).map((file) =>
  file.replace('.asl.json', ''),
);

/** Folders whose functions are steps of state machines: two machines share those of suspension. */
const functions = ['onboarding', 'offboarding', 'suspension', 'export'].flatMap((folder) =>
  readdirSync(join(lambdas, folder)).map(
    (each) => `${each.replaceAll(/(?:^|-)([a-z])/g, (_all, letter) => letter.toUpperCase())}Arn`,
  ),
);

/** What a machine needs to tell of its end, and to give back the lock that it takes. */
const TO_TELL = ['ApplicationPlaneSource', 'DetailTypePrefix', 'EventBusName'];
const TO_GIVE_BACK_A_LOCK = 'RegistryTableName';

/** What each machine asks for beside its functions: an onboarding has its success told by one of them. */
const PLACEHOLDERS: Record<string, string[]> = {
  onboarding: [TO_GIVE_BACK_A_LOCK],
  offboarding: [...TO_TELL, TO_GIVE_BACK_A_LOCK, 'SettleSeconds'],
  activation: [...TO_TELL, TO_GIVE_BACK_A_LOCK],
  deactivation: [...TO_TELL, TO_GIVE_BACK_A_LOCK],
  export: [],
};

/** Placeholders of a definition: those of functions, and all others. */
function placeholdersOf(name: string): [functions: string[], others: string[]] {
  const all = [...definitionText(name).matchAll(/\$\{(\w+)\}/g)].map(([, each]) => String(each));
  const unique = [...new Set(all)].sort();
  return [unique.filter((each) => each.endsWith('Arn')), unique.filter((each) => !each.endsWith('Arn'))];
}

describe.each(machines)('the state machine %s', (name) => {
  const machine = stateMachine(name);
  const states = statesOf(machine);
  const tasks = states.filter(([, state]) => state.Type === 'Task');

  it('is JSONata, has a time limit and says what it does', () => {
    expect(machine).toMatchObject({
      QueryLanguage: 'JSONata',
      TimeoutSeconds: expect.any(Number),
      Comment: expect.stringMatching(/\w/),
    });
  });

  it('names every state once, as a phrase', () => {
    const names = states.map(([each]) => each);

    expect(new Set(names).size).toBe(names.length);
    for (const each of names) expect(each).toMatch(/^[A-Z][A-Za-z' ]+\??$/);
    for (const [each, state] of states) expect(each.endsWith('?')).toBe(state.Type === 'Choice');
  });

  it('leads to states that exist, and to every one of them', () => {
    for (const line of linesOf(machine)) {
      const reached = new Set([line.StartAt]);
      for (const each of reached) {
        const state = line.States[each];
        expect([each, state]).toEqual([each, expect.anything()]);
        if (state) for (const next of nextOf(state)) reached.add(next);
      }
      expect([...reached].sort()).toEqual(Object.keys(line.States).sort());
    }
  });

  it('comes to an end from everywhere', () => {
    for (const [each, state] of states) {
      const ends = state.End === true || state.Type === 'Succeed';
      expect([each, ends]).toEqual([each, nextOf(state).length === 0]);
    }
  });

  it('limits every task in time', () => {
    for (const [each, { TimeoutSeconds }] of tasks) {
      expect([each, TimeoutSeconds]).toEqual([each, expect.any(Number)]);
      expect(TimeoutSeconds).toBeLessThanOrEqual(60);
    }
  });

  it('retries every task upon anything, last, with backoff and jitter', () => {
    for (const [each, { Retry = [] }] of tasks) {
      expect([each, Retry.at(-1)]).toEqual([
        each,
        expect.objectContaining({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', BackoffRate: 2 }),
      ]);
      expect(Retry.at(-1)?.MaxAttempts).toBeGreaterThanOrEqual(3);
      const before = Retry.slice(0, -1).flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(before).not.toContain('States.ALL');
      expect(new Set(before).size).toBe(before.length);
    }
  });

  it('retries no function upon what only somebody can mend', () => {
    const functions = tasks.filter(([, { Resource }]) => Resource === 'arn:aws:states:::lambda:invoke');

    expect(functions.length).toBeGreaterThan(0);
    for (const [each, { Retry = [] }] of functions) {
      const [first] = Retry;
      expect([each, first?.MaxAttempts]).toEqual([each, 0]);
      expect(first?.ErrorEquals).toEqual(
        expect.arrayContaining(['ValidationError', 'RegistrationMismatchError', 'AccessDeniedException']),
      );
    }
  });

  it('has no state that fails it: a redrive must resume where it failed', () => {
    expect(states.filter(([, state]) => state.Type === 'Fail')).toEqual([]);
  });

  it('relies on nothing that the local engine leaves out', () => {
    for (const [each, state] of states) {
      if (state.Type === 'Succeed') expect([each, state.Output]).toEqual([each, undefined]);
      if (state.Type === 'Parallel') {
        expect([each, state.Output, state.Assign, state.Arguments]).toEqual([
          each,
          undefined,
          undefined,
          undefined,
        ]);
      }
    }
  });

  it('says why, where that cannot be seen', () => {
    for (const [each, state] of states) {
      const needsWhy = state.Type === 'Parallel' || state.Type === 'Map' || state.Catch !== undefined;
      if (needsWhy) expect([each, state.Comment]).toEqual([each, expect.stringMatching(/\w{3}/)]);
    }
  });

  it('calls functions that exist, and asks for nothing that its construct does not fill in', () => {
    const [called, filledIn] = placeholdersOf(name);

    expect(called.length).toBeGreaterThan(0);
    for (const each of called) expect(functions).toContain(each);
    expect(filledIn).toEqual(PLACEHOLDERS[name]?.sort());
  });
});

it('every step function is called by a state machine', () => {
  const called = machines.flatMap((name) => placeholdersOf(name)[0]);

  expect([...new Set(called)].sort()).toEqual([...functions].sort());
});
