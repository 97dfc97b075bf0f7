import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from '../../scripts/local/engine';

/** Leaves a message in the dead-letter queue of results, of a kind that nobody can send again. */
export async function leaveDeadLetter(port: number, body: object): Promise<void> {
  const sqs = new SQSClient(clientConfig(port));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.endsWith('dead-letters-results'));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
}
