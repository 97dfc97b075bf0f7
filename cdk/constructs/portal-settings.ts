import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import type { OperatorPool } from './operator-pool';

/**
 * What the `config.json` beside each portal's page says, so that one build serves every deployment. Tenants' pools and
 * gateways are not in it: the admin API names those of a tenant.
 */
export function portalSettings(
  scope: Construct,
  config: Pick<Config, 'endpoints'>,
  { adminApiUrl, operators }: { adminApiUrl: string; operators: OperatorPool },
): Record<'admin' | 'app', string> {
  const stack = Stack.of(scope);
  const { userPoolUrl } = config.endpoints;
  const common = {
    region: stack.region,
    adminApiUrl,
    // Where nothing is configured, libraries know AWS's address themselves.
    ...(userPoolUrl && { userPoolEndpoint: userPoolUrl }),
  };
  const pool = {
    userPoolId: operators.userPool.userPoolId,
    userPoolClientId: operators.client.userPoolClientId,
  };
  return { admin: stack.toJsonString({ ...common, ...pool }), app: stack.toJsonString(common) };
}
