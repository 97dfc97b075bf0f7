const last = new Map<object, Promise<unknown>>();

/**
 * Runs work when nothing else runs that concerns any of the same things. Whoever asks takes its place in all queues at
 * once, so two never wait for each other.
 */
export function inTurn<T>(things: readonly object[], work: () => Promise<T>): Promise<T> {
  const before = [...new Set(things)].map((thing) => last.get(thing));
  const done = Promise.all(before).then(work);
  const ended = done.catch(() => undefined);
  for (const thing of things) last.set(thing, ended);
  return done;
}
