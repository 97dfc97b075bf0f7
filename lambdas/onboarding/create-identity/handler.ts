import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CLIENT_SETTINGS, ONCE_SETTINGS } from '../../shared/aws/client-settings';
import { planInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { createIdentity } from './create-identity';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  planInputSchema,
  registry,
  createIdentity({
    cognito: new CognitoIdentityProviderClient(CLIENT_SETTINGS),
    creating: new CognitoIdentityProviderClient(ONCE_SETTINGS),
    registry,
    sharedPool: {
      userPoolId: environment.SHARED_USER_POOL_ID,
      appClientId: environment.SHARED_APP_CLIENT_ID,
    },
    signIn: environment.SIGN_IN,
  }),
);
