/** Waits for a condition, asked every 50 ms; fails with its name when it does not come in time. */
export async function until<T>(
  what: string,
  withinMs: number,
  ask: () => Promise<T | undefined | false | null>,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
