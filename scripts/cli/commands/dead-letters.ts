import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ask, canAsk } from '../auth/prompt';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { type Letter, viewOf } from '../dead-letters/letter';
import { countLetters, letGo, removeLetter, takeLetters } from '../dead-letters/messages';
import { type DeadLetterQueue, deadLetterQueues, queueNamed } from '../dead-letters/queues';
import { sendAgain } from '../dead-letters/send-again';
import { CliFailure, notFound, wrongUsage } from '../failure';
import { localTime, onOneLine } from '../output/text';

/** Letters that are looked through for the oldest of a queue. */
const LOOKED_THROUGH = 100;

/** Every queue with how many messages wait in it, and since when. */
export async function list(context: Context): Promise<void> {
  const { terminal } = context;
  const deployment = await context.deployment();
  const { queues } = await deadLetterQueues(deployment);
  const sqs = new SQSClient(deployment.aws);
  const rows = await Promise.all(
    queues.map(async (queue) => {
      const messages = await countLetters(sqs, queue.url);
      const oldestAt = messages > 0 ? await oldest(sqs, queue) : undefined;
      return { ...queue, messages, ...(oldestAt ? { oldestAt, ageSeconds: ageOf(oldestAt) } : {}) };
    }),
  );
  const table = await terminal.table(
    ['QUEUE', 'MESSAGES', 'OLDEST', 'HOLDS'],
    rows.map(({ name, messages, ageSeconds, holds }) => [name, messages, ageText(ageSeconds), holds]),
  );
  terminal.result({ queues: rows }, () => table);
}

async function oldest(sqs: SQSClient, { url }: DeadLetterQueue): Promise<string | undefined> {
  const { letters, others } = await takeLetters(sqs, url, { limit: LOOKED_THROUGH });
  await letGo(sqs, url, [...letters, ...others]);
  return letters[0]?.sentAt;
}

const ageOf = (instant: string): number =>
  Math.max(0, Math.round((Date.now() - Date.parse(instant)) / 1_000));

function ageText(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

export interface ShowOptions extends CommonOptions {
  limit: number;
}

/** The messages of a queue, which stay in it. */
export async function show(context: Context, name: string, { limit }: ShowOptions): Promise<void> {
  const { terminal } = context;
  const deployment = await context.deployment();
  const queue = queueNamed((await deadLetterQueues(deployment)).queues, name);
  const sqs = new SQSClient(deployment.aws);
  const { letters, others } = await takeLetters(sqs, queue.url, { limit });
  await letGo(sqs, queue.url, [...letters, ...others]);
  const messages = letters.map(viewOf);
  terminal.result({ queue: name, messages }, () =>
    messages.length === 0
      ? `nothing waits in ${name}`
      : messages
          .map((message) =>
            terminal.facts([
              ['message', message.messageId],
              ['given up', localTime(message.sentAt)],
              ['event', message.detailType && `${message.detailType} (${message.source})`],
              ['tenant', message.tenantName ?? message.tenantId],
              ['registration', message.tenantRegistrationId],
              ['reason', onOneLine(message.reason)],
            ]),
          )
          .join('\n\n'),
  );
}

export interface RedriveOptions extends CommonOptions {
  message?: string;
  yes?: boolean;
}

/** At most so many a run, which takes a minute; the next goes on. */
const MOST_REDRIVEN = 500;

/** Sends events again to where they failed; each message is deleted when its event is on its way. */
export async function redrive(context: Context, name: string, options: RedriveOptions): Promise<void> {
  const { terminal } = context;
  const deployment = await context.deployment();
  const { queues, busArn } = await deadLetterQueues(deployment);
  const queue = queueNamed(queues, name);
  const sqs = new SQSClient(deployment.aws);
  const { message } = options;
  if (!options.yes) {
    const count = message ? 1 : await countLetters(sqs, queue.url);
    await confirm(
      `Send ${count} event${count === 1 ? '' : 's'} of ${name} again, and delete the messages?`,
      'redrive',
    );
  }
  const isWanted = ({ messageId }: Letter) => !message || messageId === message;
  const { letters, others } = await takeLetters(sqs, queue.url, {
    limit: message ? 1 : MOST_REDRIVEN,
    isWanted,
  });
  await letGo(sqs, queue.url, others);
  if (message && letters.length === 0) throw noSuchMessage(name, message);
  const deps = {
    eventBridge: new EventBridgeClient(deployment.aws),
    lambda: new LambdaClient(deployment.aws),
    busArn,
  };
  const reports = [];
  // In their order: what a tenant was told first comes first again.
  for (const letter of letters) {
    const outcome = await sendAgain(deps, letter);
    if ('kept' in outcome) await letGo(sqs, queue.url, [letter]);
    else await removeLetter(sqs, queue.url, letter);
    const report = { ...viewOf(letter), ...outcome };
    reports.push(report);
    if (!terminal.json) {
      const what = `${letter.messageId}  ${report.detailType ?? ''}  ${report.tenantName ?? report.tenantId ?? ''}`;
      terminal.line(
        onOneLine(`${'kept' in outcome ? `kept: ${outcome.kept}` : `sent to the ${outcome.sent}`}  ${what}`),
      );
    }
  }
  const kept = reports.filter((report) => 'kept' in report).length;
  terminal.result(
    { queue: name, messages: reports },
    () => `${reports.length - kept} sent again, ${kept} kept`,
  );
  if (kept > 0) throw new CliFailure(`${kept} messages stay in ${name}`, `saas dlq show ${name}`);
}

export interface DiscardOptions extends CommonOptions {
  message: string;
  yes?: boolean;
}

/** Deletes a message for good: what it asked for is never done. */
export async function discard(
  context: Context,
  name: string,
  { message, yes }: DiscardOptions,
): Promise<void> {
  const { terminal } = context;
  const deployment = await context.deployment();
  const queue = queueNamed((await deadLetterQueues(deployment)).queues, name);
  const sqs = new SQSClient(deployment.aws);
  if (!yes) {
    await confirm(`Delete ${message} of ${name} for good? What it asked for is never done.`, 'discard');
  }
  const { letters, others } = await takeLetters(sqs, queue.url, {
    limit: 1,
    isWanted: ({ messageId }) => messageId === message,
  });
  await letGo(sqs, queue.url, others);
  const [letter] = letters;
  if (!letter) throw noSuchMessage(name, message);
  await removeLetter(sqs, queue.url, letter);
  terminal.result({ queue: name, discarded: viewOf(letter) }, () => `discarded ${message} of ${name}`);
}

const noSuchMessage = (queue: string, message: string) =>
  notFound(`${queue} has no message ${message}`, `saas dlq show ${queue} lists them`);

async function confirm(question: string, command: string): Promise<void> {
  if (!canAsk()) throw wrongUsage('nobody can be asked here', `add --yes to ${command} without a question`);
  const typed = await ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(typed.trim())) throw new CliFailure('nothing was done');
}
