import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** While nobody tells of changes. */
const POLL_MS = 200;
/** While they are told of: for what may have been missed. */
const SAFETY_POLL_MS = 1_000;

/**
 * The connection by which ECS tells its agent that tasks have changed, `tcp://host:port`. A local AWS that offers
 * none is asked every 200 ms instead.
 */
export class AgentChannel {
  private socket?: Socket;
  private open = false;
  private told = new AbortController();

  /** Holds the connection open; a previous one is dropped. */
  connect(endpoint: string | undefined): void {
    this.close();
    const [, host, port] = endpoint?.match(/^tcp:\/\/([^:]+):(\d+)$/) ?? [];
    if (!host) return;
    const socket = connect({ host, port: Number(port) });
    this.socket = socket;
    socket.on('connect', () => this.turn(socket, true));
    socket.on('data', () => this.told.abort());
    socket.on('error', () => {});
    socket.on('close', () => this.turn(socket, false));
  }

  /** Resolves at the next change, or when it is time to look anyway. A change during the last look counts too. */
  async nextChange(over: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([this.told.signal, over]);
    await pause(this.open ? SAFETY_POLL_MS : POLL_MS, undefined, { signal }).catch(() => {});
    this.told = new AbortController();
  }

  close(): void {
    this.socket?.destroy();
    this.open = false;
  }

  private turn(socket: Socket, open: boolean): void {
    if (socket === this.socket) this.open = open;
  }
}
