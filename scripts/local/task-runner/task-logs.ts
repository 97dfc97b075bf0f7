import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { TaskPlan } from './task-plan';

interface LogEvent {
  timestamp: number;
  message: string;
}

const FLUSH_EVERY_MS = 250;
/** What is kept of a task's output while CloudWatch Logs cannot take it. */
const MAX_BUFFERED_EVENTS = 2_000;
/** PutLogEvents takes 1 MB a call, an event 256 KB with 26 bytes of its own. */
const MAX_BATCH_BYTES = 1_000_000;
const MAX_LINE_CHARACTERS = 64_000;
const MAX_FILE_BYTES = 2_000_000;

/**
 * One task's output: lines go to CloudWatch Logs as the awslogs driver sends them, and to a file, in batches of
 * 250 ms. The file is turned over at 2 MB, with one generation kept; of a task that writes faster than the log
 * takes, the oldest lines are dropped and their number is noted.
 */
export class TaskLog {
  private events: LogEvent[] = [];
  private dropped = 0;
  private rest = { stdout: '', stderr: '' };
  private timer?: NodeJS.Timeout;
  private flushing: Promise<void> = Promise.resolve();
  private streamReady = false;

  constructor(
    private readonly client: CloudWatchLogsClient,
    private readonly file: string,
    private readonly target: TaskPlan['logs'],
  ) {}

  write(source: 'stdout' | 'stderr', chunk: string): void {
    const lines = (this.rest[source] + chunk).split('\n');
    this.rest[source] = lines.pop() ?? '';
    if (this.rest[source].length > MAX_LINE_CHARACTERS) lines.push(this.takeRest(source));
    for (const line of lines) this.add(line);
  }

  /** A line of the runner's own, such as why the task could not start. */
  note(line: string): void {
    this.add(line);
  }

  /** Sends all that is left, the last unfinished line included. */
  async end(): Promise<void> {
    for (const source of ['stdout', 'stderr'] as const) this.add(this.takeRest(source));
    clearTimeout(this.timer);
    await this.flush();
  }

  private takeRest(source: 'stdout' | 'stderr'): string {
    const rest = this.rest[source];
    this.rest[source] = '';
    return rest;
  }

  private add(line: string): void {
    // CloudWatch Logs takes no empty event.
    if (line.trim() === '') return;
    this.events.push({ timestamp: Date.now(), message: line.slice(0, MAX_LINE_CHARACTERS) });
    if (this.events.length > MAX_BUFFERED_EVENTS) {
      this.events.shift();
      this.dropped += 1;
    }
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_EVERY_MS);
  }

  private flush(): Promise<void> {
    this.timer = undefined;
    const events = this.events;
    this.events = [];
    if (this.dropped > 0) {
      events.unshift({ timestamp: Date.now(), message: `(${this.dropped} lines dropped)` });
      this.dropped = 0;
    }
    // One after the other: the order of lines is the order in which they came.
    this.flushing = this.flushing.then(async () => {
      if (events.length === 0) return;
      await Promise.all([
        appendBounded(this.file, events.map(({ message }) => `${message}\n`).join('')).catch(() => {}),
        // The log is the task's, not the runner's life: a log that cannot be written stops nothing.
        this.send(events).catch(() => {}),
      ]);
    });
    return this.flushing;
  }

  private async send(events: LogEvent[]): Promise<void> {
    if (!this.target) return;
    const { group, stream, createGroup } = this.target;
    if (!this.streamReady) {
      if (createGroup) await existing(this.client.send(new CreateLogGroupCommand({ logGroupName: group })));
      const create = new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream });
      await existing(this.client.send(create));
      this.streamReady = true;
    }
    for (const logEvents of batches(events)) {
      await this.client.send(
        new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents }),
      );
    }
  }
}

async function existing(call: Promise<unknown>): Promise<void> {
  await call.catch((error: Error) => {
    if (error.name !== 'ResourceAlreadyExistsException') throw error;
  });
}

function batches(events: LogEvent[]): LogEvent[][] {
  const all: LogEvent[][] = [];
  let bytes = MAX_BATCH_BYTES;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + 26;
    if (bytes + size > MAX_BATCH_BYTES) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(event);
    bytes += size;
  }
  return all;
}

async function appendBounded(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > MAX_FILE_BYTES) await rename(file, `${file}.1`);
  await appendFile(file, text, { mode: 0o600 });
}
