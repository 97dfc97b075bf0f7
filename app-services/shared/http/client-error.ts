import type { Socket } from 'node:net';

/** What Node tells of a request that it could not read. */
const ANSWERS: Record<string, [status: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'path, query and headers are too long: 16 KB at most',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'the request did not arrive within 30 s'],
};
const OTHERS: [string, string] = ['400 Bad Request', 'the request is not HTTP/1.1'];

/** Answers what never became a request, as all errors: `{ "message": "…" }`. */
export function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  // Nobody is there to read it.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = ANSWERS[error.code ?? ''] ?? OTHERS;
  const body = JSON.stringify({ message });
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
