import type { AdminApi } from '../admin-api/client';
import type { DeadLetter, DeadLetterQueue, Redriven } from '../admin-api/types';
import { ask, canAsk } from '../auth/prompt';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { CliFailure, notFound, wrongUsage } from '../failure';
import { localTime, onOneLine } from '../output/text';

/** Every queue with how many messages wait in it, and since when. */
export async function list(context: Context): Promise<void> {
  const { terminal } = context;
  const queues = await (await context.api()).deadLetters();
  const rows = queues.map(({ queue: name, holds, count: messages, oldestAt }) => ({
    ...{ name, holds, messages },
    ...(oldestAt ? { oldestAt, ageSeconds: ageOf(oldestAt) } : {}),
  }));
  const table = await terminal.table(
    ['QUEUE', 'MESSAGES', 'OLDEST', 'HOLDS'],
    rows.map(({ name, messages, ageSeconds, holds }) => [name, messages, ageText(ageSeconds), holds]),
  );
  terminal.result({ queues: rows }, () => table);
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

/** The oldest messages of a queue, which stay in it. */
export async function show(context: Context, name: string, { limit }: ShowOptions): Promise<void> {
  const { terminal } = context;
  const { count, messages: known } = await queueNamed(await context.api(), name);
  const messages = known.slice(0, limit);
  const more = count - messages.length;
  terminal.result({ queue: name, count, messages }, () =>
    messages.length === 0
      ? `nothing waits in ${name}`
      : [
          ...messages.map((message) => terminal.facts(factsOf(message))),
          ...(more > 0 ? [`${more} more wait`] : []),
        ].join('\n\n'),
  );
}

const factsOf = (message: DeadLetter): [string, string | undefined][] => [
  ['message', message.messageId],
  ['given up', localTime(message.sentAt)],
  ['event', message.detailType && `${message.detailType} (${message.source})`],
  ['tenant', message.tenantName ?? message.tenantId],
  ['registration', message.tenantRegistrationId],
  ['reason', onOneLine(message.reason)],
];

export interface RedriveOptions extends CommonOptions {
  message?: string;
  yes?: boolean;
}

/** Sends events again to where they failed; each message is deleted when its event is on its way. */
export async function redrive(
  context: Context,
  name: string,
  { message, yes }: RedriveOptions,
): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const { queue, count: waiting } = await queueNamed(api, name);
  const count = message ? 1 : waiting;
  if (!yes) {
    await confirm(
      `Send ${count} event${count === 1 ? '' : 's'} of ${name} again, and delete the messages?`,
      'redrive',
    );
  }
  const messages: Redriven['messages'] = [];
  let kept = 0;
  // No more than there were: an event that fails again comes back into the queue meanwhile.
  while (messages.length < count && kept === 0) {
    const redriven = await api.redrive(queue, message);
    if (!redriven) throw noSuchMessage(name, message ?? '');
    if (redriven.messages.length === 0) break;
    if (!terminal.json) for (const each of redriven.messages) terminal.line(onOneLine(lineOf(each)));
    messages.push(...redriven.messages);
    kept = messages.filter(({ outcome }) => outcome === 'kept').length;
  }
  terminal.result({ queue: name, messages }, () => `${messages.length - kept} sent again, ${kept} kept`);
  if (kept > 0) throw new CliFailure(`${kept} messages stay in ${name}`, `saas dlq show ${name}`);
}

const lineOf = ({
  messageId,
  outcome,
  why,
  detailType = '',
  tenantName,
  tenantId = '',
}: Redriven['messages'][number]) =>
  `${outcome === 'kept' ? `kept: ${why}` : 'sent again'}  ${messageId}  ${detailType}  ${tenantName ?? tenantId}`;

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
  const api = await context.api();
  const { queue } = await queueNamed(api, name);
  if (!yes) {
    await confirm(`Delete ${message} of ${name} for good? What it asked for is never done.`, 'discard');
  }
  if (!(await api.discard(queue, message))) throw noSuchMessage(name, message);
  terminal.result({ queue: name, discarded: message }, () => `discarded ${message} of ${name}`);
}

/** @throws CliFailure with exit code 5, naming those that there are */
async function queueNamed(api: AdminApi, name: string): Promise<DeadLetterQueue> {
  const queues = await api.deadLetters();
  const found = queues.find(({ queue }) => queue === name);
  if (found) return found;
  throw notFound(
    `no dead-letter queue is called "${name}"`,
    `queues: ${queues.map(({ queue }) => queue).join(', ')}`,
  );
}

const noSuchMessage = (queue: string, message: string) =>
  notFound(`${queue} has no message ${message}`, `saas dlq show ${queue} lists them`);

async function confirm(question: string, command: string): Promise<void> {
  if (!canAsk()) throw wrongUsage('nobody can be asked here', `add --yes to ${command} without a question`);
  const typed = await ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(typed.trim())) throw new CliFailure('nothing was done');
}
