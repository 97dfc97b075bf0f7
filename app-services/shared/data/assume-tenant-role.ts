import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { AssumeTenantRole } from './tenant-credentials';

/**
 * Assumes the data role with the session tag `tenant=<id>`. The role's policy allows DynamoDB only where
 * `dynamodb:LeadingKeys` equals that tag: a defect in a query of ours cannot cross tenants, since IAM refuses it.
 * @param serviceName goes into the session's name, which CloudTrail shows with every call
 */
export function assumeTenantRole(sts: STSClient, roleArn: string, serviceName: string): AssumeTenantRole {
  return async (tenantId) => {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: `${serviceName}-${tenantId}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64),
        // An hour is the most that a role may grant which is itself assumed from a role (the task's).
        DurationSeconds: 3600,
        Tags: [{ Key: 'tenant', Value: tenantId }],
      }),
    );
    if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey || !Credentials.Expiration) {
      throw new Error('AssumeRole answered without credentials');
    }
    return {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
      expiration: Credentials.Expiration,
    };
  };
}
