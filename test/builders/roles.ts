import {
  CreateRoleCommand,
  type CreateRoleCommandInput,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { useLocalAws } from './local-aws';

export interface RoleGrant {
  Action: string | string[];
  Resource: string;
  Condition?: object;
}

export const trust = (principal: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });

/** Roles of a local AWS, made as a test asks for them. */
export function rolesOn(aws: ReturnType<typeof useLocalAws>) {
  let roles = 0;
  /** Connection settings of a new role that may do just this, within a permissions boundary or with tags. */
  async function allowedWithin(
    given: Pick<CreateRoleCommandInput, 'PermissionsBoundary' | 'Tags'>,
    ...grants: RoleGrant[]
  ) {
    const iam = new IAMClient(aws.config);
    const RoleName = `role-${roles++}`;
    const AssumeRolePolicyDocument = trust({ AWS: 'arn:aws:iam::000000000000:root' });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, ...given }));
    const Statement = grants.map((grant) => ({ Effect: 'Allow', ...grant }));
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    if (grants.length > 0) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'given', PolicyDocument }));
    }
    const { Credentials } = await new STSClient(aws.config).send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'test' }),
    );
    return aws.configAs(Credentials ?? {});
  }
  return { allowed: (...grants: RoleGrant[]) => allowedWithin({}, ...grants), allowedWithin };
}
