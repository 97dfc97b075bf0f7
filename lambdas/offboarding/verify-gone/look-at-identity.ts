import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { findApiKey } from '../../shared/footprint/api-key';
import { tenantUsersPageOrFirst } from '../../shared/footprint/tenant-users';
import { findUserPool } from '../../shared/footprint/user-pool';
import type { Remaining, Subject } from './remaining';

/** The tenant's own pool, with whoever is in it. */
export async function lookAtUserPools(
  cognito: CognitoIdentityProviderClient,
  { name }: Subject,
): Promise<Remaining[]> {
  return (await findUserPool(cognito, name)) ? [{ type: 'UserPool', name }] : [];
}

/**
 * A pooled tenant's users in the shared pool, by one of them: their names are nobody's to read in a failure. Cognito
 * finds them by reading the whole pool, some 600 users a second, so that goes on from call to call.
 *
 * @param from as the look before said; absent for the first
 * @returns where to go on, if there are users that nobody has looked at
 */
export async function lookAtPooledUsers(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  { plan }: Subject,
  { from, mayGoOn }: { from?: string; mayGoOn: () => boolean },
): Promise<{ remaining: Remaining[]; next?: string }> {
  if (plan.silo) return { remaining: [] };
  let next = from;
  do {
    const page = await tenantUsersPageOrFirst(cognito, userPoolId, plan.tenant.tenantId, next);
    if (page.users.length > 0) return { remaining: [{ type: 'Users', name: userPoolId }] };
    next = page.next;
    if (!next) return { remaining: [] };
  } while (mayGoOn());
  return { remaining: [], next };
}

export async function lookAtApiKeys(apiGateway: APIGatewayClient, { name }: Subject): Promise<Remaining[]> {
  return (await findApiKey(apiGateway, name)) ? [{ type: 'ApiKey', name }] : [];
}
