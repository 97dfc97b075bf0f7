/**
 * Waits until `probe` gives something other than undefined, and gives that.
 * Fails after `withinMs` (default 10 s), naming what was waited for.
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  withinMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
