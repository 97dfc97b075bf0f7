import type { JsonObject } from '../../shared/contracts/registry-items';
import { REGISTRATION_STATUS } from '../../shared/contracts/registry-items';
import type { Identity, OnboardingPlan } from '../../shared/contracts/workflow';
import { setAccess } from '../../shared/registry/access';
import type { RegistryContext } from '../../shared/registry/client';
import { getTenant } from '../../shared/registry/registrations';

/** Details of the two events that tell of a tenant in service (contracts.md §2). */
export interface SuccessEvents {
  provisionSuccess: JsonObject;
  onboardingSuccess: JsonObject;
}

/**
 * Lets the tenant's requests in, and says what the state machine is to publish.
 *
 * AWS calls: none. Registry: GetItem (tenant), UpdateItem (access).
 */
export const activateTenant =
  ({ registry }: { registry: RegistryContext }) =>
  async ({ plan, identity }: { plan: OnboardingPlan; identity: Identity }): Promise<SuccessEvents> => {
    const { tenant, cell, tenantPath, executionArn } = plan;
    const { tenantId, tenantRegistrationId, tenantName, email, tier } = tenant;
    const [row] = await Promise.all([
      getTenant(registry, tenantId),
      setAccess(registry, tenantId, { status: 'active', tier, tenantPath, cellId: cell.id, ...identity }),
    ]);
    const prices = row?.data.prices;
    return {
      provisionSuccess: {
        tenantRegistrationId,
        jobOutput: {
          tenantData: {
            tenantConfig: JSON.stringify({ ...identity, apiGatewayUrl: cell.apiUrl }),
            tenantName,
            email,
            ...(prices === undefined ? {} : { prices }),
          },
          tenantRegistrationData: { registrationStatus: REGISTRATION_STATUS.created },
        },
      },
      onboardingSuccess: { tenantId, tenantRegistrationId, tier, executionArn },
    };
  };
