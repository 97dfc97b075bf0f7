import type { Clients } from '../../builders/onboarding-steps';

/** The reply to a call that AWS has carried out never came. */
export class ReplyLost extends Error {
  override name = 'ReplyLost';
}

/** The middleware of any client, whatever its service. */
interface AnyStack {
  add: (
    middleware: (
      next: (args: unknown) => Promise<unknown>,
      context: { commandName?: string },
    ) => (args: unknown) => Promise<unknown>,
    options: { step: 'initialize'; priority: 'high' },
  ) => void;
}

/** Loses the reply to the `nth` call of these clients, the registry's included; remembers the calls. */
export function losing(nth: number, clients: Clients): { calls: string[] } {
  const calls: string[] = [];
  const stacks = Object.values(clients).map((client) => client.middlewareStack as unknown as AnyStack);
  for (const stack of stacks) {
    stack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          const result = await next(args);
          if (calls.push(commandName) === nth) throw new ReplyLost(commandName);
          return result;
        },
      // Outside the SDK's own retries: the step sees the error, as after a Lambda that died.
      { step: 'initialize', priority: 'high' },
    );
  }
  return { calls };
}

/** Numbers of the calls to lose: the first of each kind that changes something. Services are deployed alike. */
export const worthLosing = (calls: string[]): number[] =>
  calls.flatMap((name, index) =>
    calls.indexOf(name) === index && !/^(Get|Describe|List|Query)/.test(name) ? [index + 1] : [],
  );
