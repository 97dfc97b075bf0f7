import { type AddressInfo, createServer, connect as open, type Socket } from 'node:net';

/** A TCP proxy on 127.0.0.1 whose endpoints take turns. */
export class TcpProxy {
  /** Ports on 127.0.0.1; the first is the next one's turn. Without any, a connection is closed at once. */
  private endpoints: number[] = [];
  // Half-open: a client may end its request before the answer has come.
  private readonly server = createServer({ allowHalfOpen: true, noDelay: true }, (client) =>
    this.forward(client, this.endpoints.length),
  );

  /** Listens on a free port, which it returns. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  add(port: number): void {
    this.endpoints.push(port);
  }

  /** New connections go elsewhere; those that are open stay. */
  remove(port: number): void {
    this.endpoints = this.endpoints.filter((endpoint) => endpoint !== port);
  }

  close(): void {
    this.server.close();
  }

  /** Connects a client with the next endpoint; one that refuses is passed over, so often as `attempts` says. */
  private forward(client: Socket, attempts: number): void {
    const port = this.endpoints.shift();
    if (port === undefined || attempts < 1) {
      client.destroy();
      return;
    }
    this.endpoints.push(port);
    const task = open({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
    const clientGone = () => task.destroy();
    const refused = () => {
      client.off('close', clientGone);
      this.forward(client, attempts - 1);
    };
    // An error is always followed by 'close', which is what ends the other side.
    client.on('error', () => {}).once('close', clientGone);
    task.once('error', refused);
    task.once('connect', () => {
      task.off('error', refused).on('error', () => {});
      task.once('close', () => client.destroy());
      client.pipe(task).pipe(client);
    });
  }
}
