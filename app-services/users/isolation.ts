import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { attempt, NO_TENANT, type TryIsolation } from '../shared/isolation/attempt';

/** Tries to look up a user whom nobody has: in the service's own pool, and in one that is another's. */
export function tryUsers(cognito: CognitoIdentityProviderClient, userPoolId: string): TryIsolation {
  const [region] = userPoolId.split('_');
  const lookUp = (UserPoolId: string) => () =>
    cognito.send(new AdminGetUserCommand({ UserPoolId, Username: NO_TENANT }));
  return async () => ({
    own: [await attempt('look up an own user', lookUp(userPoolId))],
    // No pool is called so: IAM refuses by the name, before anything is looked up.
    others: [await attempt("look up another pool's user", lookUp(`${region}_IsolationProbe`))],
  });
}
