import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { isAwsError } from '../../shared/aws/errors';
import {
  DEAD_LETTER_QUEUES,
  type DeadLetterQueue,
  type DeadLetterQueueName,
  QUEUE_NAMES,
  type Redriven,
  type RedriveOrder,
} from '../../shared/contracts/upkeep';
import { NotFoundError } from '../../shared/errors';
import { type Letter, viewOf } from './letter';
import { countLetters, letGo, removeLetter, takeLetters } from './messages';
import { type SendDependencies, sendAgain } from './send-again';

export interface DeadLetterDependencies extends SendDependencies {
  sqs: SQSClient;
  /** Begins the queues' names. */
  prefix: string;
}

/** Of each queue so many are shown; `count` tells how many there are. */
const MOST_SHOWN = 50;
/** Of a call, which API Gateway waits 30 s for. */
const MOST_REDRIVEN = 100;

/** Every queue of events that were given up, with what waits in it; who looks changes nothing. */
export async function listDeadLetters({ sqs, prefix }: DeadLetterDependencies): Promise<DeadLetterQueue[]> {
  const queues = await Promise.all(
    QUEUE_NAMES.map(async (queue) => {
      const url = await urlOf(sqs, `${prefix}${queue}`);
      if (!url) return undefined;
      const count = await countLetters(sqs, url);
      // To receive from an empty queue takes a second.
      const letters = count > 0 ? await look(sqs, url) : [];
      const [oldest] = letters;
      return {
        ...{ queue, holds: DEAD_LETTER_QUEUES[queue], count, messages: letters.map(viewOf) },
        ...(oldest ? { oldestAt: oldest.sentAt } : {}),
      };
    }),
  );
  return queues.filter((queue) => queue !== undefined);
}

async function look(sqs: SQSClient, url: string): Promise<Letter[]> {
  const { letters, others } = await takeLetters(sqs, url, { limit: MOST_SHOWN });
  await letGo(sqs, url, [...letters, ...others]);
  return letters;
}

/**
 * Sends events again to where they failed, in their order; each message is deleted when its event is on its way.
 * @throws NotFoundError when the queue has none of the messages that were named
 */
export async function redrive(
  deps: DeadLetterDependencies,
  { queue, messageIds }: RedriveOrder,
): Promise<Redriven> {
  const { sqs } = deps;
  const url = await urlOf(sqs, `${deps.prefix}${queue}`);
  if (!url) throw new NotFoundError(`The queue ${queue} is not deployed`);
  const { letters, others } = await takeLetters(sqs, url, {
    limit: messageIds?.length ?? MOST_REDRIVEN,
    isWanted: ({ messageId }) => !messageIds || messageIds.includes(messageId),
  });
  await letGo(sqs, url, others);
  if (messageIds && letters.length === 0)
    throw new NotFoundError(`The queue ${queue} has none of these messages`);
  const messages: Redriven['messages'] = [];
  for (const letter of letters) messages.push(await settle(deps, url, letter));
  const sent = messages.filter(({ outcome }) => outcome === 'sent').length;
  return { queue, messages, message: `${sent} sent again, ${messages.length - sent} kept` };
}

/**
 * Deletes a message for good, be it that nobody can send it again or that nobody wants what it asks for.
 * @throws NotFoundError when the queue has none of that id
 */
export async function discard(
  { sqs, prefix }: Pick<DeadLetterDependencies, 'sqs' | 'prefix'>,
  queue: DeadLetterQueueName,
  messageId: string,
): Promise<{ message: string }> {
  const url = await urlOf(sqs, `${prefix}${queue}`);
  if (!url) throw new NotFoundError(`The queue ${queue} is not deployed`);
  const { letters, others } = await takeLetters(sqs, url, {
    limit: 1,
    isWanted: (letter) => letter.messageId === messageId,
  });
  await letGo(sqs, url, others);
  const [letter] = letters;
  if (!letter) throw new NotFoundError(`The queue ${queue} has no such message`);
  await removeLetter(sqs, url, letter);
  return { message: `Discarded ${messageId} of ${queue}` };
}

async function settle(
  deps: DeadLetterDependencies,
  url: string,
  letter: Letter,
): Promise<Redriven['messages'][number]> {
  const outcome = await sendAgain(deps, letter);
  if ('kept' in outcome) {
    await letGo(deps.sqs, url, [letter]);
    return { ...viewOf(letter), outcome: 'kept', why: outcome.kept };
  }
  await removeLetter(deps.sqs, url, letter);
  return { ...viewOf(letter), outcome: 'sent' };
}

/** Undefined for a queue of a plane that is not deployed (yet), or is another's. */
async function urlOf(sqs: SQSClient, QueueName: string): Promise<string | undefined> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (error) {
    if (isAwsError(error, 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue')) return undefined;
    throw error;
  }
}
