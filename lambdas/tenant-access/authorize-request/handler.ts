import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { parseEnvironment } from '../../shared/environment';
import { authorizerHandler } from '../../shared/middleware/authorizer';
import { getAccess } from '../../shared/registry/access';
import { registryContext } from '../../shared/registry/client';
import { authorizeRequest } from './authorize-request';
import { environmentSchema } from './env';
import { keySetFetcher } from './key-set-fetcher';
import { findSignOut } from './sign-outs';
import { tokenVerifier } from './verify-token';

const env = parseEnvironment(environmentSchema);
const registry = registryContext(env.REGISTRY_TABLE_NAME);
const dependencies = {
  findAccess: (tenantId: string) => getAccess(registry, tenantId),
  verify: tokenVerifier(keySetFetcher, env.JWKS_BASE_URL),
  findSignOut: findSignOut(registry.documents, {
    pooled: env.SIGN_OUTS_TABLE_NAME,
    silo: env.SILO_SIGN_OUTS_TABLE_NAME,
  }),
};

export const handler = authorizerHandler((event: APIGatewayRequestAuthorizerEvent) =>
  authorizeRequest(dependencies, event),
);
