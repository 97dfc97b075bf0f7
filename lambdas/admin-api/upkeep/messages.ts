import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Letter, letterOf } from './letter';

/** SQS gives ten at most at a time; as many calls are made side by side. */
const BATCH = 10;
/** For how long nobody else gets what we have; what happens to this process, they are back after it. */
const HIDDEN_SECONDS = 60;

/** Messages in the queue, those that somebody looks at just now included. */
export async function countLetters(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return (
    Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}

/**
 * Takes letters that were there when it began, oldest first; they stay in the queue, hidden until they are let go.
 * SQS has no way to read without: who does not hide what it has got gets the same again.
 */
export async function takeLetters(
  sqs: SQSClient,
  QueueUrl: string,
  { limit, isWanted = () => true }: { limit: number; isWanted?: (letter: Letter) => boolean },
): Promise<{ letters: Letter[]; others: Letter[] }> {
  const began = Date.now();
  const taken = new Map<string, Letter>();
  const letters = () => [...taken.values()].filter(isWanted);
  while (letters().length < limit) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: BATCH,
        VisibilityTimeout: HIDDEN_SECONDS,
        // Asks all of the queue's servers instead of some: an empty answer means an empty queue.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      }),
    );
    const fresh = Messages.map(letterOf).filter(({ messageId }) => !taken.has(messageId));
    for (const letter of fresh) taken.set(letter.messageId, letter);
    // What arrived since is of our own making: an event that was sent again and failed again.
    if (fresh.length === 0 || fresh.every(({ sentAt }) => Date.parse(sentAt) > began)) break;
    if (Date.now() - began > (HIDDEN_SECONDS / 2) * 1_000) break;
  }
  const sorted = letters().sort((a, b) => a.sentAt.localeCompare(b.sentAt));
  const kept = new Set(sorted.slice(0, limit));
  return { letters: [...kept], others: [...taken.values()].filter((letter) => !kept.has(letter)) };
}

/** Lets everybody see the letters again. */
export async function letGo(sqs: SQSClient, QueueUrl: string, letters: readonly Letter[]): Promise<void> {
  for (let start = 0; start < letters.length; start += BATCH) {
    await Promise.all(
      letters
        .slice(start, start + BATCH)
        .map(({ receipt }) =>
          sqs.send(
            new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }),
          ),
        ),
    );
  }
}

export const removeLetter = (sqs: SQSClient, QueueUrl: string, { receipt }: Letter) =>
  sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
