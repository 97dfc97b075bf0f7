import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { createOrAccept } from '../../shared/aws/errors';
import { tenantTags } from '../../shared/aws/tags';
import { footprintName } from '../../shared/contracts/identifiers';
import type { Tier } from '../../shared/contracts/tiers';
import type { OnboardingPlan } from '../../shared/contracts/workflow';
import { findApiKey } from '../../shared/footprint/api-key';
import { provisionAccess } from '../../shared/registry/access';
import type { RegistryContext } from '../../shared/registry/client';
import { planResources, recordCreated } from '../../shared/registry/ledger';

export interface ApiKeyDependencies {
  apiGateway: APIGatewayClient;
  registry: RegistryContext;
  usagePlanIds: Record<Tier, string>;
  /** Makes an unguessable key value of 20 to 128 characters. */
  newKeyValue: () => string;
}

/**
 * Gives the tenant an API key of its own on its tier's usage plan. The value is ours and written to the access item
 * first: AWS refuses a second key with the same value, so a lost reply can never leave two keys. The value goes
 * nowhere else, neither into the result nor into the ledger.
 *
 * AWS calls: `apigateway:POST` on `/apikeys` (with tags: `apigateway:PUT` on `/tags/*` too), `apigateway:POST` on
 * `/usageplans/<plan>/keys`; `apigateway:GET` on `/apikeys` when the key is there. Registry: PutItem, UpdateItem
 * (ledger), UpdateItem (access).
 */
export const issueApiKey =
  ({ apiGateway, registry, usagePlanIds, newKeyValue }: ApiKeyDependencies) =>
  async ({ plan: { tenant, executionArn } }: { plan: OnboardingPlan }): Promise<{ apiKeyId: string }> => {
    const name = footprintName(tenant);
    const usagePlanId = usagePlanIds[tenant.tier];
    const [former, value] = await Promise.all([
      planResources(registry, tenant.tenantId, executionArn, [
        { type: 'ApiKey', name },
        { type: 'UsagePlanKey', name, details: { usagePlanId } },
      ]),
      provisionAccess(registry, tenant, newKeyValue()),
    ]);
    const known = former('ApiKey', name) && (await findApiKey(apiGateway, name));
    const apiKeyId =
      known ??
      (await createOrAccept(
        async () => {
          const { id } = await apiGateway.send(
            new CreateApiKeyCommand({ name, value, enabled: true, tags: tenantTags(tenant).asMap }),
          );
          return requireId(id, name);
        },
        ['ConflictException'],
        async () => requireId(await findApiKey(apiGateway, name), name),
      ));
    await createOrAccept<unknown>(
      () =>
        apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: apiKeyId, keyType: 'API_KEY' })),
      ['ConflictException'],
      async () => undefined,
    );
    await recordCreated(registry, tenant.tenantId, [
      { type: 'ApiKey', name, arn: apiKeyId },
      { type: 'UsagePlanKey', name, arn: apiKeyId },
    ]);
    return { apiKeyId };
  };

function requireId(id: string | undefined, name: string): string {
  if (!id) throw new Error(`API Gateway shows no id of the API key ${name}`);
  return id;
}
