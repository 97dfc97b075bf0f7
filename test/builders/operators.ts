import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';

const ROLES = {
  admin: ['SystemAdmin'],
  support: ['CustomerSupport'],
  jane: ['SystemAdmin'],
  john: ['SystemAdmin'],
  both: ['CustomerSupport', 'SystemAdmin'],
  stranger: ['SystemAdministrator'],
  nobody: [],
};
export type OperatorName = keyof typeof ROLES;

/** Cognito's ids of the operators of {@link createOperators}, by name: what their tokens carry as `sub`. */
export const operatorIds = new Map<string, string>();

/** A pool of operators with every combination of roles. @returns the pool's id */
export async function createOperators(cognito: CognitoIdentityProviderClient): Promise<string> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'callers' }));
  const pool = { UserPoolId: UserPool?.Id ?? '' };
  for (const GroupName of new Set(Object.values(ROLES).flat())) {
    await cognito.send(new CreateGroupCommand({ ...pool, GroupName }));
  }
  for (const [Username, groups] of Object.entries(ROLES)) {
    const user = { ...pool, Username };
    const { User } = await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    await cognito.send(
      new AdminSetUserPasswordCommand({ ...user, Password: 'Correct-horse-9', Permanent: true }),
    );
    for (const GroupName of groups)
      await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
    operatorIds.set(Username, User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '');
  }
  return pool.UserPoolId;
}

/** Claims of an operator's access token, as Cognito issues it: group names are what they were at the sign-in. */
export const claimsOf = (userName: OperatorName, groups: string[] = ROLES[userName]) => ({
  username: userName,
  'cognito:groups': `[${groups.join(' ')}]`,
});
