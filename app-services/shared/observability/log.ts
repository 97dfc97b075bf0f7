import pino, { type Logger } from 'pino';

/** Lines, one JSON object each, on their way to the container's log. */
export interface LineSink {
  write(line: string): void;
  flushSync(): void;
}

/**
 * Standard output, written in blocks of 4 KB or at least once a second: a write for every line would cost a request
 * more than the request's own work. `flushSync` at the end of the process writes what is left.
 */
export function standardOutput(): LineSink {
  return pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 1000 });
}

/** Structured log of one service. Lines carry ids; never a token, a body, a name or an e-mail address. */
export function serviceLog(service: string, level: string, sink: LineSink): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // An AWS error's message may quote the request: its name, status and stack's frames are enough to find it.
      serializers: { err: describeError },
    },
    sink,
  );
}

/** An error without the text that may hold somebody's data: name, code, status, cause and where it was thrown. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, $metadata } = error as {
    code?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
  };
  return {
    name: error.name,
    code,
    awsStatus: $metadata?.httpStatusCode,
    awsRequestId: $metadata?.requestId,
    at: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 5),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}
