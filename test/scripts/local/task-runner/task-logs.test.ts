import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { TaskLog } from '../../../../scripts/local/task-runner/task-logs';

const client = mockClient(CloudWatchLogsClient);
let folder: string;
let file: string;

beforeEach(async () => {
  client.reset();
  client.onAnyCommand().resolves({});
  folder = await mkdtemp(join(tmpdir(), 'task-log-'));
  file = join(folder, 'task.log');
});
afterEach(() => rm(folder, { recursive: true }));

const open = (createGroup = false) =>
  new TaskLog(new CloudWatchLogsClient(), file, { group: 'group', stream: 'p/orders/1', createGroup });
const sent = () =>
  client
    .commandCalls(PutLogEventsCommand)
    .map(({ args }) => args[0].input.logEvents?.map(({ message = '' }) => message) ?? []);

describe('a task’s log', () => {
  it('sends whole lines, those of both outputs, in one batch, and writes them to the file', async () => {
    const log = open();

    log.write('stdout', 'first\nsec');
    log.write('stderr', 'an error\n');
    log.write('stdout', 'ond\n\nunfinished');
    await log.end();

    const lines = ['first', 'an error', 'second', 'unfinished'];
    expect(sent()).toEqual([lines]);
    expect(await readFile(file, 'utf8')).toBe(`${lines.join('\n')}\n`);
  });

  it('makes its stream, and the group where the definition says so; one that is there is no error', async () => {
    const there = Object.assign(new Error('there'), { name: 'ResourceAlreadyExistsException' });
    client.on(CreateLogGroupCommand).rejects(there).on(CreateLogStreamCommand).rejects(there);
    const log = open(true);

    log.note('line');
    await log.end();

    expect(client.commandCalls(CreateLogGroupCommand)).toHaveLength(1);
    expect(sent()).toEqual([['line']]);
  });

  it('drops the oldest lines of a task that writes too much at once, and says how many', async () => {
    const log = open();

    log.write('stdout', Array.from({ length: 2_003 }, (_, line) => `${line}\n`).join(''));
    await log.end();

    const all = sent().flat();
    expect(all).toHaveLength(2_001);
    expect(all.slice(0, 2)).toEqual(['(3 lines dropped)', '3']);
  });

  it('keeps each call below 1 MB', async () => {
    const log = open();

    log.write('stdout', `${'x'.repeat(60_000)}\n`.repeat(20));
    await log.end();

    expect(sent().map((batch) => batch.length)).toEqual([16, 4]);
  });

  it('goes on when CloudWatch Logs does not answer', async () => {
    client.on(PutLogEventsCommand).rejects(new Error('no answer'));
    const log = open();

    log.note('line');
    await log.end();

    expect(await readFile(file, 'utf8')).toBe('line\n');
  });
});
