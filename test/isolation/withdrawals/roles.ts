import {
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { TENANT_ROLE_PATH } from '../../../lambdas/shared/aws/place';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import type { ServiceName } from '../../../lambdas/shared/contracts/tiers';
import type { Undo, World } from './withdrawal';

type Change = (world: World, undo: Undo, RoleName: string) => Promise<void>;

interface Policy {
  Statement: Record<string, unknown>[];
}

export const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** Name of the role of a silo's task. */
export function taskRoleOf({ cast, roles }: World, key: string, service: ServiceName): string {
  const tenant = cast.find((member) => member.key === key)?.client.tenant;
  const arn = tenant && roles.own.get(`${footprintName(tenant)}-${service}`);
  if (!arn?.includes(TENANT_ROLE_PATH)) throw new Error(`${key} has no task role of ${service}`);
  return nameOf(arn);
}

const read = (document = ''): Policy => JSON.parse(decodeURIComponent(document)) as Policy;

const withoutConditions = ({ Statement, ...rest }: Policy): string =>
  JSON.stringify({ ...rest, Statement: Statement.map(({ Condition: _taken, ...statement }) => statement) });

/** Takes the conditions out of what a role may do. */
export const dropConditions: Change = async ({ root: { iam } }, undo, RoleName) => {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    const put = (document: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document }));
    const before = read(PolicyDocument);
    undo.later(() => put(JSON.stringify(before)));
    await put(withoutConditions(before));
  }
};

/** Takes the conditions out of who may take a role. */
export const dropTrustConditions: Change = (world, undo, RoleName) =>
  changeTrust(world, undo, RoleName, withoutConditions);

/** Lets everybody in the account take a role whose policies say so. */
export const trustTheAccount: Change = (world, undo, RoleName) =>
  changeTrust(world, undo, RoleName, ({ Statement, ...rest }) =>
    JSON.stringify({
      ...rest,
      Statement: [...Statement, { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
    }),
  );

async function changeTrust(
  { root: { iam } }: World,
  undo: Undo,
  RoleName: string,
  change: (policy: Policy) => string,
): Promise<void> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const before = read(Role?.AssumeRolePolicyDocument);
  const put = (PolicyDocument: string) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  undo.later(() => put(JSON.stringify(before)));
  await put(change(before));
}

/** Adds a policy to a role by which it may do more. */
export const allowMore =
  (Action: string): Change =>
  async ({ root: { iam } }, undo, RoleName) => {
    const policy = { RoleName, PolicyName: 'too-wide' };
    const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    undo.later(() => iam.send(new DeleteRolePolicyCommand(policy)));
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
  };

/** Takes off what bounds a role whatever its policies say. */
export const dropBoundary: Change = async ({ root: { iam } }, undo, RoleName) => {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const PermissionsBoundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  if (!PermissionsBoundary) throw new Error(`${RoleName} has no boundary`);
  undo.later(() => iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })));
  await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
};
