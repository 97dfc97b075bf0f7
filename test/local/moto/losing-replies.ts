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

/**
 * Loses the first reply to each kind of call that changes something, the registry's included. Whoever repeats what
 * failed meets one more kind a time.
 *
 * @returns the kinds whose reply was lost, in their order
 */
export function losingEachOnce(clients: Clients): { lost: Set<string> } {
  const lost = new Set<string>();
  const stacks = Object.values(clients).map((client) => client.middlewareStack as unknown as AnyStack);
  for (const stack of stacks) {
    stack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          const result = await next(args);
          if (lost.has(commandName) || /^(Get|Describe|List|Query)/.test(commandName)) return result;
          lost.add(commandName);
          throw new ReplyLost(commandName);
        },
      // Outside the SDK's own retries: the step sees the error, as after a Lambda that died.
      { step: 'initialize', priority: 'high' },
    );
  }
  return { lost };
}

/** Repeats what fails for a lost reply until it ends well; more often than there are kinds of calls: it never does. */
export async function untilItEnds(run: () => Promise<unknown>, most = 60): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await run();
      return;
    } catch (error) {
      if (!(error instanceof ReplyLost) || tries === most) throw error;
    }
  }
}
