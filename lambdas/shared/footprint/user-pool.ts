import {
  type CognitoIdentityProviderClient,
  paginateListUserPoolClients,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';

/** Page size of Cognito's lists, the largest it allows: the 1,000 pools of an account are 17 pages. */
const PAGE = 60;

/** Id of the user pool of that name; AWS call: `cognito-idp:ListUserPools`. */
export async function findUserPool(
  cognito: CognitoIdentityProviderClient,
  name: string,
): Promise<string | undefined> {
  for await (const { UserPools = [] } of paginateListUserPools(
    { client: cognito, pageSize: PAGE },
    { MaxResults: PAGE },
  )) {
    const found = UserPools.find((pool) => pool.Name === name);
    if (found) return found.Id;
  }
  return undefined;
}

/** Id of the pool's app client of that name; AWS call: `cognito-idp:ListUserPoolClients`. */
export async function findUserPoolClient(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  name: string,
): Promise<string | undefined> {
  for await (const { UserPoolClients = [] } of paginateListUserPoolClients(
    { client: cognito, pageSize: PAGE },
    { UserPoolId: userPoolId, MaxResults: PAGE },
  )) {
    const found = UserPoolClients.find((client) => client.ClientName === name);
    if (found) return found.ClientId;
  }
  return undefined;
}
