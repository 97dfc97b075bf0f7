import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CLIENT_SETTINGS, tries } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { pagedInputSchema } from '../../shared/contracts/pages';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { removeIdentity } from './remove-identity';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  pagedInputSchema,
  registry,
  removeIdentity({
    // Cognito's quotas on lists and deletions are some ten a second, shared by the account: throttles are waited out.
    cognito: new CognitoIdentityProviderClient({ ...CLIENT_SETTINGS, ...tries(6) }),
    registry,
    sharedUserPoolId: environment.SHARED_USER_POOL_ID,
    clock: systemClock,
  }),
);
