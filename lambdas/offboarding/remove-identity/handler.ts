import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CLIENT_SETTINGS, tries } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { pagedInputSchema } from '../../shared/contracts/pages';
import { parseEnvironment } from '../../shared/environment';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { removeIdentity } from './remove-identity';

const environment = parseEnvironment(environmentSchema);

export const handler = taskHandler(
  pagedInputSchema,
  removeIdentity({
    // Cognito's quotas on lists and deletions are some ten a second, shared by the account: throttles are waited out.
    cognito: new CognitoIdentityProviderClient({ ...CLIENT_SETTINGS, ...tries(6) }),
    registry: registryContext(environment.REGISTRY_TABLE_NAME),
    sharedUserPoolId: environment.SHARED_USER_POOL_ID,
    clock: systemClock,
  }),
);
