import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14620);

it('a queue that refuses what does not come over TLS takes messages', async () => {
  const sqs = new SQSClient(aws.config);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'tls-only' }));
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));

  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));

  expect(Messages.map((message) => message.Body)).toEqual(['kept']);
});
