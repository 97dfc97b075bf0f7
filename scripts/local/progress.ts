import pc from 'picocolors';

const started = Date.now();
const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Prints a line with the time since the start of the command. */
export const say = (line: string): void => {
  console.log(`${pc.dim(`[${seconds(started).padStart(7)}]`)} ${line}`);
};

/**
 * Runs a phase of the start: says that it begins, every ten seconds that it still runs, and how long it took.
 * A failure names the phase.
 */
export async function phase<T>(name: string, work: () => Promise<T>): Promise<T> {
  const begun = Date.now();
  say(`${name} ...`);
  const heartbeat = setInterval(
    () => say(`${name} ... ${pc.dim(`still at it after ${seconds(begun)}`)}`),
    10_000,
  );
  try {
    const result = await work();
    say(`${pc.green('done')} ${name} ${pc.dim(`(${seconds(begun)})`)}`);
    return result;
  } catch (error) {
    say(`${pc.red('failed')} ${name} ${pc.dim(`(${seconds(begun)})`)}`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}
