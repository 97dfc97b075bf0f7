import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type ControlPlaneEvent, detailType, type EventNames } from '../contracts/events';
import type { JsonObject } from '../contracts/registry-items';
import { PublicationError } from '../errors';

export type Publish = (event: ControlPlaneEvent, detail: JsonObject) => Promise<void>;

/**
 * Publishes events of the control plane on the bus.
 * @returns a function that throws PublicationError when the bus did not take the event, or may not have
 */
export const controlPlanePublisher =
  (eventBridge: EventBridgeClient, eventBusName: string, names: EventNames): Publish =>
  async (event, detail) => {
    const entry = {
      EventBusName: eventBusName,
      Source: names.controlPlaneSource,
      DetailType: detailType(names, event),
      Detail: JSON.stringify(detail),
    };
    const result = await eventBridge.send(new PutEventsCommand({ Entries: [entry] })).catch((cause) => {
      throw new PublicationError(`${event} was not published; send the same request again`, { cause });
    });
    if (result.FailedEntryCount) {
      const [refused] = result.Entries ?? [];
      throw new PublicationError(`${event} was not published; send the same request again`, {
        cause: new Error(`${refused?.ErrorCode}: ${refused?.ErrorMessage}`),
      });
    }
  };
