import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogSource } from './log-groups';

export interface LogLine {
  /** ISO 8601 */
  timestamp: string;
  group: string;
  stream: string;
  message: string;
}

export interface ReadOptions {
  /** Milliseconds since 1970. */
  since: number;
  follow: boolean;
  intervalMs?: number;
}

/**
 * Log lines can arrive later than their own time: a follower looks this far back again, and drops what it has seen.
 */
const LATE_MS = 10_000;

/** Log lines from a moment on, oldest first; with `follow` without end. A group that is not there yet is empty. */
export async function* readLogs(
  client: CloudWatchLogsClient,
  source: LogSource,
  options: ReadOptions,
): AsyncGenerator<LogLine> {
  const { follow, intervalMs = 1_000 } = options;
  /** Event ids and times of the last seconds. */
  const seen = new Map<string, number>();
  let newest = options.since;
  let from = options.since;
  for (;;) {
    for await (const { id, at, line } of eventsSince(client, source, from)) {
      if (seen.has(id)) continue;
      seen.set(id, at);
      newest = Math.max(newest, at);
      yield line;
    }
    if (!follow) return;
    from = Math.max(options.since, newest - LATE_MS);
    for (const [id, at] of seen) if (at < from) seen.delete(id);
    await new Promise((done) => setTimeout(done, intervalMs));
  }
}

async function* eventsSince(client: CloudWatchLogsClient, source: LogSource, startTime: number) {
  let nextToken: string | undefined;
  do {
    const page = await filter(client, source, startTime, nextToken);
    for (const { eventId, timestamp = 0, logStreamName = '', message = '' } of page?.events ?? []) {
      // Asked for already; not every implementation of the API heeds it.
      if (source.streamPrefix && !logStreamName.startsWith(source.streamPrefix)) continue;
      const line = {
        timestamp: new Date(timestamp).toISOString(),
        group: source.group,
        stream: logStreamName,
        message: message.trimEnd(),
      };
      yield { id: eventId ?? JSON.stringify(line), at: timestamp, line };
    }
    nextToken = page?.nextToken;
  } while (nextToken);
}

async function filter(
  client: CloudWatchLogsClient,
  { group, streamPrefix, term }: LogSource,
  startTime: number,
  nextToken: string | undefined,
): Promise<FilterLogEventsCommandOutput | undefined> {
  try {
    return await client.send(
      new FilterLogEventsCommand({
        logGroupName: group,
        startTime,
        nextToken,
        ...(streamPrefix && { logStreamNamePrefix: streamPrefix }),
        ...(term && { filterPattern: `"${term}"` }),
      }),
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
