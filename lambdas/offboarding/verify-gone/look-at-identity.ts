import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { findApiKey } from '../../shared/footprint/api-key';
import { findUserPool } from '../../shared/footprint/user-pool';
import type { Remaining, Subject } from './remaining';

/** The tenant's own pool, with whoever is in it. Users of the shared pool were looked through one by one before. */
export async function lookAtUserPools(
  cognito: CognitoIdentityProviderClient,
  { name }: Subject,
): Promise<Remaining[]> {
  return (await findUserPool(cognito, name)) ? [{ type: 'UserPool', name }] : [];
}

export async function lookAtApiKeys(apiGateway: APIGatewayClient, { name }: Subject): Promise<Remaining[]> {
  return (await findApiKey(apiGateway, name)) ? [{ type: 'ApiKey', name }] : [];
}
