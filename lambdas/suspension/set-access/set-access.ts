import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { JsonObject } from '../../shared/contracts/registry-items';
import type { SuspensionPlan } from '../../shared/contracts/workflow';
import { setApiKeyEnabled } from '../../shared/footprint/api-key';
import { setAccess as writeAccess } from '../../shared/registry/access';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger } from '../../shared/registry/ledger';

export interface AccessDependencies {
  apiGateway: APIGatewayClient;
  registry: RegistryContext;
}

/**
 * Refuses or admits the tenant's requests from here on: the authorizer by the access item, and at once, though the
 * authorizer's results are cached, the gateway by the API key.
 *
 * AWS calls: `apigateway:PATCH` on `/apikeys/<id>`. Registry: Query (ledger), UpdateItem (access).
 *
 * @returns the detail of the event that tells of it
 */
export const setAccess =
  ({ apiGateway, registry }: AccessDependencies) =>
  async (input: { plan: SuspensionPlan; status: 'active' | 'suspended' }): Promise<JsonObject> => {
    const { plan, status } = input;
    const { tenantId, tenantRegistrationId, tier } = plan.tenant;
    const switchKeys = async () => {
      const ledger = await readLedger(registry, tenantId);
      for (const { type, arn } of ledger) {
        if (type === 'ApiKey' && arn) await setApiKeyEnabled(apiGateway, arn, status === 'active');
      }
    };
    await Promise.all([writeAccess(registry, tenantId, { status }), switchKeys()]);
    return { tenantId, tenantRegistrationId, tier, executionArn: plan.executionArn };
  };
