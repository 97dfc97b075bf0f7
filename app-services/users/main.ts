import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { sharedRequestHandler } from '../shared/data/request-handler';
import { readEnv } from '../shared/env';
import { start } from '../shared/start';
import { buildUsers } from './app';
import { usersEnv } from './env';
import { UserPool } from './user-pool';

const env = readEnv(usersEnv, process.env);
const cognito = new CognitoIdentityProviderClient({
  region: env.AWS_REGION,
  requestHandler: sharedRequestHandler(),
});
const pool = new UserPool(cognito, env.USER_POOL_ID);

void start(env, (deps) => buildUsers({ ...deps, pool }));
