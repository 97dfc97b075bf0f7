import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type ApplicationPlaneEvent, detailType, type EventNames } from '../contracts/events';
import { type Failure, type LifecycleOperation, REGISTRATION_STATUS } from '../contracts/registry-items';
import { PublicationError } from '../errors';

interface FailedTenant {
  tenantId: string;
  tenantRegistrationId: string;
  tier?: string;
}

export type PublishFailure = (
  operation: LifecycleOperation,
  tenant: FailedTenant,
  failure: Failure,
) => Promise<void>;

/** What each operation's failure is called in SBT's events. */
const TOLD: Record<LifecycleOperation, Told> = {
  onboarding: {
    toAll: 'onboardingFailure',
    toControlPlane: {
      event: 'provisionFailure',
      tenantStatus: 'Failed to provision tenant.',
      registrationStatus: REGISTRATION_STATUS.failedToProvision,
    },
  },
  offboarding: {
    toAll: 'offboardingFailure',
    toControlPlane: {
      event: 'deprovisionFailure',
      tenantStatus: 'Failed to deprovision tenant.',
      registrationStatus: REGISTRATION_STATUS.failedToDeprovision,
    },
  },
  activation: { toAll: 'activateFailure' },
  deactivation: { toAll: 'deactivateFailure' },
};

interface Told {
  toAll: ApplicationPlaneEvent;
  /** Absent for what SBT has no report of: the control plane reads the event that all get. */
  toControlPlane?: { event: ApplicationPlaneEvent; tenantStatus: string; registrationStatus: string };
}

/**
 * Publishes that an operation failed: to the control plane, which puts status and failure on the registration, and to
 * whoever listens for the operation itself. Both events in one call.
 *
 * @returns a function that throws PublicationError when the bus did not take all
 */
export const failurePublisher =
  (eventBridge: EventBridgeClient, eventBusName: string, names: EventNames): PublishFailure =>
  async (operation, { tenantId, tenantRegistrationId, tier }, failure) => {
    const { toControlPlane, toAll } = TOLD[operation];
    const entry = (event: ApplicationPlaneEvent, detail: object) => ({
      EventBusName: eventBusName,
      Source: names.applicationPlaneSource,
      DetailType: detailType(names, event),
      Detail: JSON.stringify(detail),
    });
    const { FailedEntryCount, Entries = [] } = await eventBridge.send(
      new PutEventsCommand({
        Entries: [
          ...(toControlPlane
            ? [
                entry(toControlPlane.event, {
                  tenantRegistrationId,
                  jobOutput: {
                    tenantStatus: toControlPlane.tenantStatus,
                    tenantData: {},
                    tenantRegistrationData: {
                      registrationStatus: toControlPlane.registrationStatus,
                      failure,
                    },
                  },
                }),
              ]
            : []),
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
