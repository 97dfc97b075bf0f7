import {
  type APIGatewayClient,
  GetApiKeyCommand,
  paginateGetApiKeys,
  UpdateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { isAwsError } from '../aws/errors';

/**
 * Id of the API key of that name; AWS call: `apigateway:GET` on `/apikeys`. `nameQuery` finds names that begin so:
 * the exact one is ours.
 */
export async function findApiKey(apiGateway: APIGatewayClient, name: string): Promise<string | undefined> {
  for await (const { items = [] } of paginateGetApiKeys({ client: apiGateway }, { nameQuery: name })) {
    const found = items.find((key) => key.name === name);
    if (found) return found.id;
  }
  return undefined;
}

/** Whether the key is there; AWS call: `apigateway:GET` on `/apikeys/<id>`. */
export async function apiKeyExists(apiGateway: APIGatewayClient, apiKey: string): Promise<boolean> {
  try {
    await apiGateway.send(new GetApiKeyCommand({ apiKey }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'NotFoundException')) return false;
    throw error;
  }
}

/**
 * Admits a tenant's requests by its key, or refuses them: API Gateway asks with every request, so what an authorizer
 * said before and is remembered admits nobody. AWS call: `apigateway:PATCH` on `/apikeys/<id>`.
 */
export async function setApiKeyEnabled(
  apiGateway: APIGatewayClient,
  apiKey: string,
  enabled: boolean,
): Promise<void> {
  await apiGateway.send(
    new UpdateApiKeyCommand({
      apiKey,
      patchOperations: [{ op: 'replace', path: '/enabled', value: String(enabled) }],
    }),
  );
}
