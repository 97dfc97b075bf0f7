import {
  type APIGatewayClient,
  DeleteApiKeyCommand,
  DeleteUsagePlanKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { deleteOrAccept } from '../../shared/aws/delete';
import type { Clock } from '../../shared/aws/wait-until';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import type { OffboardingPlan } from '../../shared/contracts/workflow';
import { apiKeyExists, findApiKey } from '../../shared/footprint/api-key';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger, recordDeleted } from '../../shared/registry/ledger';

export interface RemoveApiKeyDependencies {
  apiGateway: APIGatewayClient;
  registry: RegistryContext;
  clock: Clock;
}

/**
 * Takes the tenant's API key off its tier's usage plan and deletes it. The key's value is nowhere asked for.
 *
 * AWS calls: `apigateway:DELETE` on `/usageplans/<plan>/keys/<id>` and on `/apikeys/<id>`; `apigateway:GET` on
 * `/apikeys` for a key whose id nobody recorded, on `/apikeys/<id>` when AWS refuses. Registry: Query, UpdateItem
 * (ledger).
 */
export const removeApiKey =
  ({ apiGateway, registry, clock }: RemoveApiKeyDependencies) =>
  async ({ plan: { tenant } }: { plan: OffboardingPlan }): Promise<Record<string, never>> => {
    const ledger = await readLedger(registry, tenant.tenantId);
    const onPlans = ledger.filter(({ type }) => type === 'UsagePlanKey');
    const keys = ledger.filter(({ type }) => type === 'ApiKey');
    const idOf = async ({ name, arn }: LedgerEntry) => arn ?? (await findApiKey(apiGateway, name));
    for (const key of keys) {
      const keyId = await idOf(key);
      if (!keyId) continue;
      // Either call is refused or finds nothing when a former try's reply was lost.
      const isThere = () => apiKeyExists(apiGateway, keyId);
      const gone = ['NotFoundException'];
      for (const { details } of onPlans.filter(({ name }) => name === key.name)) {
        const usagePlanId = details?.usagePlanId;
        await deleteOrAccept(
          () => apiGateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId })),
          { gone, isThere },
          clock,
        );
      }
      await deleteOrAccept(
        () => apiGateway.send(new DeleteApiKeyCommand({ apiKey: keyId })),
        { gone, isThere },
        clock,
      );
    }
    await recordDeleted(registry, tenant.tenantId, [...onPlans, ...keys]);
    return {};
  };
