import { connect } from 'node:net';

export type Header = readonly [name: string, value: string];

/** A request to the byte: nothing is normalized, repeated headers stay repeated. */
export interface WireRequest {
  method: string;
  /** As it stands in the request line. */
  target: string;
  headers: readonly Header[];
  body?: string | undefined;
  /** Sent after the body on the same connection: what a smuggled request is made of. */
  trailing?: string | undefined;
}

export interface Address {
  host: string;
  port: number;
}

/** Everything that came back until the connection ended; `status` 0 when it ended without an answer. */
export interface WireAnswer {
  status: number;
  text: string;
}

/** Nothing here takes a second; what does not answer in ten has hung. */
const TIMEOUT_MS = 10_000;
/** How long a connection stays open after the first answer for one to a request that was hidden behind it. */
const SECOND_ANSWER_MS = 300;

/** The request's bytes. `Host`, `Content-Length` and `Connection` are added unless the request has its own. */
export function bytesOf({ method, target, headers, body, trailing = '' }: WireRequest, at: Address): string {
  const named = new Set(headers.map(([name]) => name.toLowerCase()));
  const added: Header[] = [
    ...(named.has('host') ? [] : [['Host', `${at.host}:${at.port}`] as const]),
    ...(body === undefined || named.has('content-length') || named.has('transfer-encoding')
      ? []
      : [['Content-Length', String(Buffer.byteLength(body))] as const]),
    ...(body === undefined || named.has('content-type')
      ? []
      : [['Content-Type', 'application/json'] as const]),
    // Kept open where a second request follows, which must get its chance.
    ...(trailing === '' ? [['Connection', 'close'] as const] : []),
  ];
  const lines = [...added, ...headers].map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body ?? ''}${trailing}`;
}

/**
 * Sends a request over a socket of its own, since HTTP clients tidy up paths and headers.
 * @throws when nothing listens there, or no answer came in ten seconds
 */
export function send(request: WireRequest, at: Address): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(at.port, at.host, () => socket.write(bytesOf(request, at), 'latin1'));
    const finish = () => {
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({ status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0), text });
    };
    socket.setTimeout(TIMEOUT_MS, () => {
      socket.destroy();
      // A connection that is kept open for a second request ends by this.
      if (chunks.length > 0 && request.trailing) finish();
      else reject(new Error(`no answer within ${TIMEOUT_MS} ms`));
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (request.trailing) socket.setTimeout(SECOND_ANSWER_MS);
    });
    socket.on('close', finish);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server may hang up on what it cannot read; that nobody listens is another matter.
      if (error.code === 'ECONNREFUSED') reject(error);
    });
  });
}
