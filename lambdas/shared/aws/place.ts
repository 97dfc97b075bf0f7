/** Where an execution runs: enough to write the ARNs of what it makes without asking AWS for them. */
export interface Place {
  partition: string;
  region: string;
  account: string;
}

/** Partition, region and account of an ARN that has all three, as an execution's has. */
export function placeOf(arn: string): Place {
  const [prefix, partition, , region, account] = arn.split(':');
  if (prefix !== 'arn' || !partition || !region || !account) throw new Error(`no place in the ARN "${arn}"`);
  return { partition, region, account };
}

/** The id at the end of an ARN, which AWS gave the resource. */
export const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** Path of every role that a workflow makes; the workflow's own role may make them nowhere else. */
export const TENANT_ROLE_PATH = '/tenants/';

export const tenantRoleArn = ({ partition, account }: Place, roleName: string): string =>
  `arn:${partition}:iam::${account}:role${TENANT_ROLE_PATH}${roleName}`;

export const tableArn = ({ partition, region, account }: Place, tableName: string): string =>
  `arn:${partition}:dynamodb:${region}:${account}:table/${tableName}`;

export const userPoolArn = ({ partition, region, account }: Place, userPoolId: string): string =>
  `arn:${partition}:cognito-idp:${region}:${account}:userpool/${userPoolId}`;

export const namespaceArn = ({ partition, region, account }: Place, namespaceId: string): string =>
  `arn:${partition}:servicediscovery:${region}:${account}:namespace/${namespaceId}`;

export const securityGroupArn = ({ partition, region, account }: Place, groupId: string): string =>
  `arn:${partition}:ec2:${region}:${account}:security-group/${groupId}`;

export const logGroupArn = ({ partition, region, account }: Place, logGroupName: string): string =>
  `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`;
