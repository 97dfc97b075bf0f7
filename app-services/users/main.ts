import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { sharedRequestHandler } from '../shared/data/request-handler';
import { tenantClients } from '../shared/data/tenant-clients';
import { readEnv } from '../shared/env';
import { start } from '../shared/start';
import { AdministratorsLease } from './administrators-lease';
import { buildUsers } from './app';
import { usersEnv } from './env';
import { tryUsers } from './isolation';
import { SignOuts } from './sign-outs';
import { UserPool } from './user-pool';

const env = readEnv(usersEnv, process.env);
const cognito = new CognitoIdentityProviderClient({
  region: env.AWS_REGION,
  requestHandler: sharedRequestHandler(),
});
const pool = new UserPool(cognito, env.USER_POOL_ID);
const clientOf = tenantClients({
  region: env.AWS_REGION,
  serviceName: env.SERVICE_NAME,
  tenantDataRoleArn: env.SIGN_OUTS_ROLE_ARN,
});
const signOuts = new SignOuts(clientOf, env.SIGN_OUTS_TABLE_NAME);

const lease = new AdministratorsLease(clientOf, env.SIGN_OUTS_TABLE_NAME);

void start(env, (deps) =>
  buildUsers({ ...deps, tryIsolation: tryUsers(cognito, env.USER_POOL_ID), pool, signOuts, lease }),
);
