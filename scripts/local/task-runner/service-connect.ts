import { type AddressInfo, connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import type { Alias } from './task-plan';

/** The names of a namespace: alias → port of its proxy on 127.0.0.1. */
export type Names = Record<Alias, number>;

interface Proxy {
  server: Server;
  port: number;
  /** Ports of the healthy tasks behind the name, in the order in which they take turns. */
  endpoints: number[];
}

interface Namespace {
  proxies: Map<Alias, Promise<Proxy>>;
  members: Set<(names: Names) => void>;
}

/**
 * Plays Service Connect: one TCP proxy a name and namespace, balancing over the healthy tasks that provide it. Tasks
 * learn the names of their own namespace only. A namespace goes with its last member.
 */
export class ServiceConnect {
  private readonly namespaces = new Map<string, Namespace>();

  /** Makes a task a member: it is told the names at once and at every change. Returns how it leaves. */
  async enter(name: string, onNames: (names: Names) => void): Promise<() => void> {
    const namespace: Namespace = this.namespaces.get(name) ?? { proxies: new Map(), members: new Set() };
    this.namespaces.set(name, namespace);
    namespace.members.add(onNames);
    onNames(await namesOf(namespace));
    return () => {
      namespace.members.delete(onNames);
      if (namespace.members.size > 0) return;
      if (this.namespaces.get(name) === namespace) this.namespaces.delete(name);
      for (const proxy of namespace.proxies.values()) void proxy.then(({ server }) => server.close());
    };
  }

  /** Puts a healthy task of a namespace behind the names that it provides. Returns how it is taken away. */
  async provide(name: string, aliases: Alias[], taskPort: number): Promise<() => void> {
    const namespace = this.namespaces.get(name);
    if (!namespace) return () => {};
    const before = namespace.proxies.size;
    const proxies = await Promise.all(aliases.map((alias) => proxyOf(namespace, alias)));
    for (const proxy of proxies) proxy.endpoints.push(taskPort);
    if (namespace.proxies.size !== before) {
      const names = await namesOf(namespace);
      for (const tell of namespace.members) tell(names);
    }
    return () => {
      for (const proxy of proxies) proxy.endpoints = proxy.endpoints.filter((port) => port !== taskPort);
    };
  }
}

async function namesOf(namespace: Namespace): Promise<Names> {
  const entries = [...namespace.proxies].map(async ([alias, proxy]) => [alias, (await proxy).port] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function proxyOf(namespace: Namespace, alias: Alias): Promise<Proxy> {
  const proxy = namespace.proxies.get(alias) ?? openProxy();
  namespace.proxies.set(alias, proxy);
  return proxy;
}

async function openProxy(): Promise<Proxy> {
  // Half-open on both sides: a client may end its request before the answer comes.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    forward(client, proxy, proxy.endpoints.length);
  });
  const proxy: Proxy = { server, port: 0, endpoints: [] };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}

/** Connects a client with the next task in turn; one that does not accept is passed over, so often as `attempts` says. */
function forward(client: Socket, proxy: Proxy, attempts: number): void {
  const port = proxy.endpoints.shift();
  if (port === undefined || attempts < 1) {
    client.destroy();
    return;
  }
  proxy.endpoints.push(port);
  const task = connectTcp({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  const onRefused = () => forward(client, proxy, attempts - 1);
  const onGone = () => task.destroy();
  client.once('error', onGone);
  task.once('error', onRefused);
  task.once('connect', () => {
    task.off('error', onRefused);
    client.off('error', onGone);
    task.on('error', () => client.destroy());
    client.on('error', () => task.destroy());
    client.on('close', () => task.destroy());
    task.on('close', () => client.destroy());
    client.pipe(task).pipe(client);
  });
}
