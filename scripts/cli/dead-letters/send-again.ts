import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { BusEvent, Letter } from './letter';

/** Where a letter's event went; `kept` in the queue, with why, where it went nowhere. */
export type Sent = { sent: 'bus' | 'function' } | { kept: string };

export interface SendDependencies {
  eventBridge: EventBridgeClient;
  lambda: LambdaClient;
  busArn: string;
}

/**
 * Sends a letter's event again to where it failed: on the bus, from which the rule takes it. EventBridge lets nobody
 * publish as AWS (`aws.states`, a schedule's `aws.events`): such an event goes to the function itself, as
 * does what is none: lines of a log.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 *
 * It keeps its time, so that a result that was overtaken since is known for old; its id is a new one.
 */
export async function sendAgain(
  deps: SendDependencies,
  { event, payload, functionArn }: Letter,
): Promise<Sent> {
  if (event && !event.source.startsWith('aws.')) return putOnBus(deps, event);
  const sent = event ?? payload;
  if (sent === undefined) return { kept: 'it holds no event' };
  if (!functionArn) {
    return { kept: `it does not tell which function is to get an event of ${event?.source}` };
  }
  await deps.lambda.send(
    new InvokeCommand({
      FunctionName: functionArn,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(sent)),
    }),
  );
  return { sent: 'function' };
}

async function putOnBus({ eventBridge, busArn }: SendDependencies, event: BusEvent): Promise<Sent> {
  const { Entries = [] } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: busArn,
          Source: event.source,
          DetailType: event['detail-type'],
          Detail: JSON.stringify(event.detail),
          Resources: event.resources,
          ...(event.time ? { Time: new Date(event.time) } : {}),
        },
      ],
    }),
  );
  const [{ ErrorCode, ErrorMessage } = {}] = Entries;
  return ErrorCode ? { kept: `the bus refused it: ${ErrorCode}: ${ErrorMessage}` } : { sent: 'bus' };
}
