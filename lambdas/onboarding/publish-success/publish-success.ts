import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type ApplicationPlaneEvent, detailType, type EventNames } from '../../shared/contracts/events';
import { type JsonObject, REGISTRATION_STATUS } from '../../shared/contracts/registry-items';
import type { Identity, OnboardingPlan } from '../../shared/contracts/workflow';
import { PublicationError, RegistrationMismatchError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { getTenant } from '../../shared/registry/registrations';

export interface PublishDependencies {
  registry: RegistryContext;
  eventBridge: EventBridgeClient;
  eventBusName: string;
  names: EventNames;
}

/**
 * Tells the control plane, and whoever listens, that the tenant is in service: both events in one call. A function and
 * not the state machine does so, since what the control plane is told has the administrator's e-mail, and whatever passes
 * through an execution stays in its history for 90 days.
 *
 * AWS calls: `events:PutEvents`. Registry: GetItem (tenant).
 *
 * @throws PublicationError when the bus did not take both: the state machine tries again, and events may go out twice
 * @throws RegistrationMismatchError when the registry does not have the tenant any more
 */
export const publishSuccess =
  ({ registry, eventBridge, eventBusName, names }: PublishDependencies) =>
  async ({ plan, identity }: { plan: OnboardingPlan; identity: Identity }): Promise<void> => {
    const { tenant, cell, executionArn } = plan;
    const { tenantId, tenantRegistrationId, tenantName, tier } = tenant;
    const row = await getTenant(registry, tenantId);
    if (!row?.email) throw new RegistrationMismatchError(`tenantId: "${tenantId}" has left the registry`);
    const { prices } = row.data;
    const entry = (event: ApplicationPlaneEvent, detail: JsonObject) => ({
      EventBusName: eventBusName,
      Source: names.applicationPlaneSource,
      DetailType: detailType(names, event),
      Detail: JSON.stringify(detail),
    });
    const { FailedEntryCount, Entries = [] } = await eventBridge.send(
      new PutEventsCommand({
        Entries: [
          entry('provisionSuccess', {
            tenantRegistrationId,
            jobOutput: {
              tenantData: {
                tenantConfig: JSON.stringify({ ...identity, apiGatewayUrl: cell.apiUrl }),
                tenantName,
                email: row.email,
                ...(prices === undefined ? {} : { prices }),
              },
              tenantRegistrationData: { registrationStatus: REGISTRATION_STATUS.created },
            },
          }),
          entry('onboardingSuccess', { tenantId, tenantRegistrationId, tier, executionArn }),
        ],
      }),
    );
    if (FailedEntryCount) {
      const refused = Entries.find((each) => each.ErrorCode);
      throw new PublicationError(`the success of ${tenantRegistrationId} was not published`, {
        cause: new Error(`${refused?.ErrorCode}: ${refused?.ErrorMessage}`),
      });
    }
  };
