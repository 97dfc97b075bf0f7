import type { Alias } from './task-plan';
import { TcpProxy } from './tcp-proxy';

/** The names of a namespace: alias → port of its proxy on 127.0.0.1. */
export type Names = Record<Alias, number>;

/** A task in a namespace. */
export interface Member {
  /** For messages, `orders of service x`. */
  label: string;
  serviceKey: string;
  /** The names that the task's service gives; made known when the task starts, answered once it is healthy. */
  provides: Alias[];
  /** Told the names at once and at every change. */
  onNames: (names: Names) => void;
}

interface Name {
  proxy: TcpProxy;
  port: number;
  serviceKey: string;
}

interface Namespace {
  names: Map<Alias, Promise<Name>>;
  members: Set<Member>;
}

/**
 * Plays Service Connect: one TCP proxy a name and namespace, balancing over the healthy tasks that provide it. Tasks
 * learn the names of their own namespace only. A namespace goes with its last member.
 *
 * On AWS a task never learns of a name that was deployed after it. Here it does, so that nothing hangs on the order
 * of a few milliseconds, but the runner says so, since it is a deployment order that fails on AWS.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
 */
export class ServiceConnect {
  private readonly namespaces = new Map<string, Namespace>();

  constructor(private readonly say: (line: string) => void) {}

  /** Makes a task a member of a namespace, before it starts. Returns how it leaves. */
  async enter(name: string, member: Member): Promise<() => void> {
    const namespace: Namespace = this.namespaces.get(name) ?? { names: new Map(), members: new Set() };
    this.namespaces.set(name, namespace);
    const early = [...namespace.members].filter(({ serviceKey }) => serviceKey !== member.serviceKey);
    namespace.members.add(member);
    const news = member.provides.filter((alias) => !namespace.names.has(alias));
    for (const alias of news) namespace.names.set(alias, openName(member.serviceKey));
    for (const alias of member.provides) await this.warnOfSecondProvider(name, namespace, alias, member);
    const names = await namesOf(namespace);
    for (const { onNames } of news.length > 0 ? namespace.members : [member]) onNames(names);
    if (news.length > 0 && early.length > 0) {
      const who = [...new Set(early.map(({ label }) => label))].join(', ');
      this.say(
        `note: ${news.join(', ')} is newer than ${who}, which on AWS would not reach it until deployed anew`,
      );
    }
    return () => this.leave(name, namespace, member);
  }

  /** Puts a member that has become healthy behind its names. Returns how it is taken away. */
  async answer(name: string, aliases: Alias[], taskPort: number): Promise<() => void> {
    const namespace = this.namespaces.get(name);
    const found = await Promise.all(aliases.map((alias) => namespace?.names.get(alias)));
    const proxies = found.flatMap((entry) => entry?.proxy ?? []);
    for (const proxy of proxies) proxy.add(taskPort);
    return () => {
      for (const proxy of proxies) proxy.remove(taskPort);
    };
  }

  private leave(name: string, namespace: Namespace, member: Member): void {
    namespace.members.delete(member);
    if (namespace.members.size > 0) return;
    if (this.namespaces.get(name) === namespace) this.namespaces.delete(name);
    for (const entry of namespace.names.values()) void entry.then(({ proxy }) => proxy.close());
  }

  private async warnOfSecondProvider(name: string, namespace: Namespace, alias: Alias, member: Member) {
    const first = (await namespace.names.get(alias))?.serviceKey;
    const held = [...namespace.members].some(({ serviceKey }) => serviceKey === first);
    if (first === member.serviceKey || !held) return;
    this.say(`note: ${alias} in namespace ${name} is given by two services, so each answers for the other`);
  }
}

async function openName(serviceKey: string): Promise<Name> {
  const proxy = new TcpProxy();
  return { proxy, port: await proxy.listen(), serviceKey };
}

async function namesOf(namespace: Namespace): Promise<Names> {
  const entries = [...namespace.names].map(async ([alias, name]) => [alias, (await name).port] as const);
  return Object.fromEntries(await Promise.all(entries));
}
