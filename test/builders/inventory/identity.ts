import {
  CognitoIdentityProviderClient,
  paginateListUserPoolClients,
  paginateListUserPools,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientConfig } from '../../../scripts/local/engine';
import { all, ofEach } from './pages';

/** User pools with their app clients and users. Cognito takes two pools, and two clients, of one name. */
export async function identity(port: number): Promise<string[]> {
  const client = new CognitoIdentityProviderClient(clientConfig(port));
  const pools = await all(paginateListUserPools({ client }, { MaxResults: 60 }), (page) => page.UserPools);
  const within = await ofEach(pools, async ({ Id: UserPoolId, Name }) => {
    const [appClients, users] = await Promise.all([
      all(
        paginateListUserPoolClients({ client }, { UserPoolId, MaxResults: 60 }),
        (page) => page.UserPoolClients,
      ),
      all(paginateListUsers({ client }, { UserPoolId }), (page) => page.Users),
    ]);
    return [
      ...appClients.map(({ ClientName }) => `UserPoolClient ${Name}/${ClientName}`),
      ...users.map(({ Username, Attributes }) => {
        const email = Attributes?.find((attribute) => attribute.Name === 'email')?.Value;
        return `User ${Name}/${email ?? Username}`;
      }),
    ];
  });
  return [...pools.map(({ Name }) => `UserPool ${Name}`), ...within];
}
