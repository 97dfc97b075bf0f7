import { setImmediate } from 'node:timers/promises';
import { createNamespace, destroyNamespace, getNamespace } from '../../../lambdas/shared/tracing-context';

describe('the context of traces', () => {
  it('is found by its name until it is destroyed', () => {
    const made = createNamespace('named');

    expect(getNamespace('named')).toBe(made);
    expect(destroyNamespace('named')).toBe(true);
    expect(getNamespace('named')).toBeUndefined();
  });

  it('has nothing, and takes nothing, before one is entered', () => {
    const namespace = createNamespace('empty');

    expect(namespace.get('segment')).toBeUndefined();
    expect(() => namespace.set('segment', 1)).toThrow('No context available');
  });

  it('is the whole process’s once entered, in what runs later too', async () => {
    const namespace = createNamespace('entered');
    namespace.enter(namespace.createContext());

    namespace.set('segment', 'facade');
    await setImmediate();

    expect(namespace.get('segment')).toBe('facade');
  });

  it('keeps calls that run at once apart, and what runs outside of them', async () => {
    const namespace = createNamespace('apart');
    namespace.enter(namespace.createContext());
    namespace.set('segment', 'facade');
    const seen: unknown[] = [];
    const calls: Promise<void>[] = [];

    for (const name of ['one', 'two']) {
      namespace.run(() => {
        calls.push(
          (async () => {
            const inherited = namespace.get('segment');
            namespace.set('segment', name);
            await setImmediate();
            seen.push([inherited, namespace.get('segment')]);
          })(),
        );
      });
    }
    await Promise.all(calls);

    expect(seen).toEqual([
      ['facade', 'one'],
      ['facade', 'two'],
    ]);
    expect(namespace.get('segment')).toBe('facade');
  });
});
