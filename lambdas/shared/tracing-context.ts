import { AsyncLocalStorage } from 'node:async_hooks';

/** What is set while a context is the active one; one that was made inside another inherits from it. */
type Context = Record<string, unknown>;

/**
 * The contexts of one name, as `cls-hooked` has them and the X-Ray SDK uses them: it keeps its current segment there.
 * Bundles have this in that library's place (`scripts/bundle-diet.ts`). It follows a call through everything
 * asynchronous as well, but by what Node has for it instead of a hook on every promise of the process.
 */
class Namespace {
  readonly #storage = new AsyncLocalStorage<Context>();
  #outermost: Context | undefined;

  constructor(readonly name: string) {}

  /** The context of the running call; outside of all calls, and so in all of Lambda's, the one that was entered. */
  get active(): Context | undefined {
    return this.#storage.getStore() ?? this.#outermost;
  }

  createContext(): Context {
    return Object.create(this.active ?? Object.prototype) as Context;
  }

  /** Makes a context that of the whole process: in Lambda the SDK does so once, while it is loaded. */
  enter(context: Context): void {
    this.#outermost = context;
  }

  /** Calls a function, and all that it begins, in a new context. */
  run(call: (context: Context) => unknown): Context {
    const context = this.createContext();
    this.#storage.run(context, call, context);
    return context;
  }

  get(key: string): unknown {
    return this.active?.[key];
  }

  /** @throws Error when no context is active */
  set<T>(key: string, value: T): T {
    const { active } = this;
    if (!active) throw new Error('No context available: run or enter one first.');
    active[key] = value;
    return value;
  }
}

const namespaces = new Map<string, Namespace>();

export const getNamespace = (name: string): Namespace | undefined => namespaces.get(name);

export function createNamespace(name: string): Namespace {
  const namespace = new Namespace(name);
  namespaces.set(name, namespace);
  return namespace;
}

export const destroyNamespace = (name: string): boolean => namespaces.delete(name);
