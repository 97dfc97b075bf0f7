import { clearScreenDown, moveCursor } from 'node:readline';
import type { Execution, ExecutionState } from '../admin-api/types';
import type { Terminal } from '../output/terminal';
import { onOneLine, seconds } from '../output/text';
import { secondsIn, secondsOf, stateLine, statusOf, timeline } from '../output/timeline';
import type { Snapshot } from './follow';

/** Shows the snapshots of an onboarding as they come. */
export interface Presenter {
  show(snapshot: Snapshot): void;
}

export function presenterFor(
  terminal: Terminal,
  tenant: { tenantName: string; tier: string },
  now: () => number = Date.now,
): Presenter {
  if (terminal.json) return jsonLines(terminal, now);
  return terminal.interactive ? redrawn(terminal, tenant, now) : appended(terminal, now);
}

/** A block on the terminal that is drawn anew with each snapshot. */
function redrawn(
  terminal: Terminal,
  tenant: { tenantName: string; tier: string },
  now: () => number,
): Presenter {
  let drawn = 0;
  return {
    show({ registration, execution }) {
      const { out, colours } = terminal;
      const took = execution ? seconds(secondsOf(execution, now())) : 'waiting for the workflow to start';
      const lines = [
        `${colours.bold(onOneLine(tenant.tenantName))}  ${tenant.tier}  ${onOneLine(registration.registrationStatus)}  ${took}`,
        ...(execution ? timeline(execution, colours, now()).split('\n') : []),
      ].slice(-Math.max(2, out.rows - 1)); // what has scrolled away cannot be drawn again
      if (drawn > 0) moveCursor(out, 0, -drawn);
      clearScreenDown(out);
      out.write(`${lines.join('\n')}\n`);
      drawn = lines.length;
    },
  };
}

/** Wide enough for our states' names: what comes later is not known when a line is written. */
const NAME_WIDTH = 40;

/** A line when a state begins to retry or ends: for logs and pipes. */
function appended(terminal: Terminal, now: () => number): Presenter {
  return onChange((execution, state) => {
    if (statusOf(state, execution) === 'running') return;
    terminal.line(stateLine(state, execution, terminal.colours, now(), NAME_WIDTH));
  });
}

/** `{"event":"state",…}` whenever a state changes; the result is the command's to write. */
function jsonLines(terminal: Terminal, now: () => number): Presenter {
  return onChange((execution, state) => {
    terminal.event({
      event: 'state',
      execution: execution.name,
      state: state.state,
      status: statusOf(state, execution),
      seconds: Number(secondsIn(state, now()).toFixed(3)),
      tries: state.tries,
      ...(state.error && { error: state.error }),
      ...(state.cause && { cause: state.cause }),
    });
  });
}

/** Calls back once for every status of every entry into a state. */
function onChange(changed: (execution: Execution, state: ExecutionState) => void): Presenter {
  const seen = new Map<string, string>();
  return {
    show({ execution }) {
      if (!execution) return;
      for (const [index, state] of execution.timeline.entries()) {
        // By its place: a Map's items enter the same state within one millisecond.
        const key = `${execution.name} ${index}`;
        const status = `${statusOf(state, execution)} ${state.tries}`;
        if (seen.get(key) === status) continue;
        seen.set(key, status);
        changed(execution, state);
      }
    },
  };
}
