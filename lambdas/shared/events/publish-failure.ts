import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type ApplicationPlaneEvent, detailType, type EventNames } from '../contracts/events';
import { type Failure, REGISTRATION_STATUS } from '../contracts/registry-items';
import { PublicationError } from '../errors';

interface FailedTenant {
  tenantId: string;
  tenantRegistrationId: string;
  tier?: string;
}

/** Operations whose failure changes how a registration stands. */
export type FailingOperation = 'onboarding';

export type PublishFailure = (
  operation: FailingOperation,
  tenant: FailedTenant,
  failure: Failure,
) => Promise<void>;

/** What each operation's failure is called (contracts.md §2). */
const TOLD: Record<
  FailingOperation,
  {
    toControlPlane: ApplicationPlaneEvent;
    toAll: ApplicationPlaneEvent;
    tenantStatus: string;
    registrationStatus: string;
  }
> = {
  onboarding: {
    toControlPlane: 'provisionFailure',
    toAll: 'onboardingFailure',
    tenantStatus: 'Failed to provision tenant.',
    registrationStatus: REGISTRATION_STATUS.failedToProvision,
  },
};

/**
 * Publishes that an operation failed: to the control plane, which puts status and failure on the registration, and to
 * whoever listens for the operation itself. Both events in one call.
 *
 * @returns a function that throws PublicationError when the bus did not take both
 */
export const failurePublisher =
  (eventBridge: EventBridgeClient, eventBusName: string, names: EventNames): PublishFailure =>
  async (operation, { tenantId, tenantRegistrationId, tier }, failure) => {
    const { toControlPlane, toAll, tenantStatus, registrationStatus } = TOLD[operation];
    const entry = (event: ApplicationPlaneEvent, detail: object) => ({
      EventBusName: eventBusName,
      Source: names.applicationPlaneSource,
      DetailType: detailType(names, event),
      Detail: JSON.stringify(detail),
    });
    const { FailedEntryCount, Entries = [] } = await eventBridge.send(
      new PutEventsCommand({
        Entries: [
          entry(toControlPlane, {
            tenantRegistrationId,
            jobOutput: {
              tenantStatus,
              tenantData: {},
              tenantRegistrationData: { registrationStatus, failure },
            },
          }),
          entry(toAll, { tenantId, tenantRegistrationId, tier, executionArn: failure.executionArn, failure }),
        ],
      }),
    );
    if (FailedEntryCount) {
      const refused = Entries.find((each) => each.ErrorCode);
      throw new PublicationError(`the failure of ${tenantRegistrationId} was not published`, {
        cause: new Error(`${refused?.ErrorCode}: ${refused?.ErrorMessage}`),
      });
    }
  };
