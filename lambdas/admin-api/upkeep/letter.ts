import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { DeadLetter } from '../../shared/contracts/upkeep';

/** An event as EventBridge delivers it. */
const eventSchema = z.looseObject({
  id: z.string().optional(),
  source: z.string(),
  'detail-type': z.string(),
  time: z.string().optional(),
  resources: z.array(z.string()).optional(),
  detail: z.looseObject({}),
});
export type BusEvent = z.infer<typeof eventSchema>;

/** A message of a dead-letter queue, whoever put it there. */
export interface Letter {
  messageId: string;
  /** When it was given up, ISO 8601. */
  sentAt: string;
  reason: string;
  /** Absent where the message holds none. */
  event?: BusEvent;
  /** What a function failed upon that was called with something else than an event. */
  payload?: unknown;
  /** The function that it did not reach, or that failed upon it. */
  functionArn?: string;
  /** By which SQS knows that it is us who have it. */
  receipt: string;
}

/** Lambda, of an asynchronous invocation that it gave up. */
const invocationSchema = z.looseObject({
  requestContext: z.looseObject({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown(),
  responsePayload: z
    .looseObject({ errorType: z.string().optional(), errorMessage: z.string().optional() })
    .optional()
    .catch(undefined),
});
/** Our own start-workflow, of an event that can never start a workflow. */
const rejectionSchema = z.object({ reason: z.string(), event: z.unknown() });

export function letterOf(message: Message): Letter {
  const common = {
    messageId: message.MessageId ?? '',
    sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)).toISOString(),
    receipt: message.ReceiptHandle ?? '',
  };
  const body = parseJson(message.Body ?? '');
  const invocation = invocationSchema.safeParse(body);
  if (invocation.success) {
    const { requestContext, requestPayload, responsePayload } = invocation.data;
    const told = [responsePayload?.errorType, responsePayload?.errorMessage].filter(Boolean).join(': ');
    const event = eventOf(requestPayload);
    return {
      ...common,
      reason: told ? `${requestContext.condition}: ${told}` : requestContext.condition,
      ...(event ? { event } : { payload: requestPayload }),
      functionArn: unqualified(requestContext.functionArn),
    };
  }
  const rejection = rejectionSchema.safeParse(body);
  if (rejection.success) {
    return { ...common, reason: rejection.data.reason, event: eventOf(rejection.data.event) };
  }
  // EventBridge, of a delivery that it gave up: the body is the event, the rest stands beside it.
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  const told = [attribute('ERROR_CODE'), attribute('ERROR_MESSAGE')].filter(Boolean).join(': ');
  return {
    ...common,
    reason: told || 'not told',
    event: eventOf(body),
    functionArn: attribute('TARGET_ARN'),
  };
}

export const viewOf = ({ messageId, sentAt, reason, event }: Letter): DeadLetter => ({
  messageId,
  sentAt,
  reason,
  ...(event && { detailType: event['detail-type'], source: event.source }),
  ...(event?.id && { eventId: event.id }),
  ...(event && tenantOf(event)),
});

const text = z.string().optional().catch(undefined);
const tenantSchema = z.object({ tenantId: text, tenantName: text, tenantRegistrationId: text });

/** Requests name the tenant in their detail, results in part deeper, executions in their input. */
function tenantOf({ detail }: BusEvent): z.infer<typeof tenantSchema> {
  const { jobOutput, input } = detail as { jobOutput?: { tenantData?: unknown }; input?: unknown };
  const started = typeof input === 'string' ? (parseJson(input) as { tenant?: unknown } | undefined) : {};
  const places = [detail, jobOutput?.tenantData, started?.tenant];
  const found = places.map((place) => tenantSchema.safeParse(place).data ?? {});
  return Object.fromEntries(
    found.flatMap((each) => Object.entries(each)).filter(([, value]) => value !== undefined),
  );
}

const eventOf = (value: unknown): BusEvent | undefined => eventSchema.safeParse(value).data;

/** Lambda's record names the version too: `…:function:name:$LATEST`. */
const unqualified = (functionArn: string): string => functionArn.split(':').slice(0, 7).join(':');

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
