import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { deleteOrAccept } from '../../shared/aws/delete';
import type { Clock } from '../../shared/aws/wait-until';
import type { OffboardingPlan } from '../../shared/contracts/workflow';
import { apiKeyExists, findApiKey, setApiKeyEnabled } from '../../shared/footprint/api-key';
import { revokeAccess as closeAccess } from '../../shared/registry/access';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger } from '../../shared/registry/ledger';

export interface RevokeDependencies {
  apiGateway: APIGatewayClient;
  registry: RegistryContext;
  clock: Clock;
}

/**
 * Refuses the tenant's requests from here on: the authorizer by its access item, and at once, though the authorizer's
 * results are cached, the gateway by the disabled API key. A tenant that never was in service has nothing to close.
 *
 * AWS calls: `apigateway:PATCH` on `/apikeys/<id>`; `apigateway:GET` on `/apikeys` for a key whose id nobody recorded,
 * on `/apikeys/<id>` when AWS refuses. Registry: Query (ledger), UpdateItem (access).
 */
export const revokeAccess =
  ({ apiGateway, registry, clock }: RevokeDependencies) =>
  async ({ plan: { tenant } }: { plan: OffboardingPlan }): Promise<Record<string, never>> => {
    if (!(await closeAccess(registry, tenant.tenantId))) return {};
    const ledger = await readLedger(registry, tenant.tenantId);
    for (const { name, arn } of ledger.filter(({ type }) => type === 'ApiKey')) {
      const id = arn ?? (await findApiKey(apiGateway, name));
      if (!id) continue;
      // A key that is gone admits nobody either.
      await deleteOrAccept(
        () => setApiKeyEnabled(apiGateway, id, false),
        { gone: ['NotFoundException'], isThere: () => apiKeyExists(apiGateway, id) },
        clock,
      );
    }
    return {};
  };
