import type { Alias } from './task-plan';
import { TcpProxy } from './tcp-proxy';

/** The names of a namespace, as one task sees them: alias → port of its proxy on 127.0.0.1. */
export type Names = Record<Alias, { port: number; late: boolean }>;

/** A task in a namespace. */
export interface Member {
  serviceKey: string;
  /** The names that the task's service gives; made known when the task starts, answered once it is healthy. */
  provides: Alias[];
  /** Told the names at once and at every change. */
  onNames: (names: Names) => void;
}

interface Name {
  proxy: TcpProxy;
  port: Promise<number>;
  serviceKey: string;
  /** Who was there before it, of other services. */
  earlier: Set<Member>;
}

interface Namespace {
  names: Map<Alias, Name>;
  members: Set<Member>;
}

/**
 * Plays Service Connect: one TCP proxy a name and namespace, balancing over the healthy tasks that provide it. Tasks
 * learn the names of their own namespace only. A namespace goes with its last member.
 *
 * On AWS a task never learns of a name that was deployed after it. Here it does, so that nothing hangs on the order
 * of a few milliseconds; but the name is marked as late, so that its use can be told as what would fail on AWS.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
 */
export class ServiceConnect {
  private readonly namespaces = new Map<string, Namespace>();

  constructor(private readonly say: (line: string) => void) {}

  /** Makes a task a member of a namespace, before it starts. Returns how it leaves. */
  async enter(name: string, member: Member): Promise<() => void> {
    const namespace: Namespace = this.namespaces.get(name) ?? { names: new Map(), members: new Set() };
    this.namespaces.set(name, namespace);
    for (const alias of member.provides) this.noteOfSecondProvider(name, namespace, alias, member);
    const news = member.provides.filter((alias) => !namespace.names.has(alias));
    for (const alias of news) namespace.names.set(alias, openName(namespace, member.serviceKey));
    namespace.members.add(member);
    const listeners = news.length > 0 ? [...namespace.members] : [member];
    await Promise.all(
      listeners.map(async (listener) => listener.onNames(await namesFor(listener, namespace))),
    );
    return () => this.leave(name, namespace, member);
  }

  /** Puts a member that has become healthy behind its names. Returns how it is taken away. */
  answer(name: string, aliases: Alias[], taskPort: number): () => void {
    const names = this.namespaces.get(name)?.names;
    const proxies = aliases.flatMap((alias) => names?.get(alias)?.proxy ?? []);
    for (const proxy of proxies) proxy.add(taskPort);
    return () => {
      for (const proxy of proxies) proxy.remove(taskPort);
    };
  }

  private leave(name: string, namespace: Namespace, member: Member): void {
    namespace.members.delete(member);
    for (const { earlier } of namespace.names.values()) earlier.delete(member);
    if (namespace.members.size > 0) return;
    if (this.namespaces.get(name) === namespace) this.namespaces.delete(name);
    for (const { proxy } of namespace.names.values()) proxy.close();
  }

  private noteOfSecondProvider(name: string, namespace: Namespace, alias: Alias, member: Member): void {
    const first = namespace.names.get(alias)?.serviceKey ?? member.serviceKey;
    const stillThere = [...namespace.members].some(({ serviceKey }) => serviceKey === first);
    if (first === member.serviceKey || !stillThere) return;
    this.say(`note: ${alias} in namespace ${name} is given by two services, so each answers for the other`);
  }
}

function openName(namespace: Namespace, serviceKey: string): Name {
  const proxy = new TcpProxy();
  const earlier = new Set([...namespace.members].filter((member) => member.serviceKey !== serviceKey));
  return { proxy, port: proxy.listen(), serviceKey, earlier };
}

async function namesFor(member: Member, { names }: Namespace): Promise<Names> {
  const entries = [...names].map(async ([alias, { port, earlier }]) => {
    return [alias, { port: await port, late: earlier.has(member) }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
