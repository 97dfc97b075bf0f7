import {
  AdminListGroupsForUserCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  ListUsersInGroupCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { accountOf, attributeOf } from '../../shared/aws/cognito-user';
import { OPERATOR_ROLES, type OperatorRole } from '../../shared/contracts/admin-api';
import type { UserRow } from '../../shared/contracts/admin-api-responses';

/** The operators' user pool. A role is the membership in the group of its name. */
export interface OperatorPool {
  cognito: CognitoIdentityProviderClient;
  userPoolId: string;
}

/** What Cognito tells of a user, as the API shows it. */
export const userView = (
  user: Omit<UserType, 'Attributes'>,
  attributes: AttributeType[] | undefined,
  role: OperatorRole | undefined,
): UserRow => {
  const email = attributeOf(attributes, 'email');
  return {
    userName: user.Username ?? '',
    ...(role ? { userRole: role } : {}),
    ...(email ? { email } : {}),
    ...accountOf(user),
  };
};

/** A user's role; undefined when in neither group. SystemAdmin, which allows more, wins. */
export async function roleOf(pool: OperatorPool, userName: string): Promise<OperatorRole | undefined> {
  const { Groups = [] } = await pool.cognito.send(
    new AdminListGroupsForUserCommand({ UserPoolId: pool.userPoolId, Username: userName }),
  );
  return OPERATOR_ROLES.find((role) => Groups.some(({ GroupName }) => GroupName === role));
}

/** Names of all users with a role. */
export async function usersWithRole(pool: OperatorPool, role: OperatorRole): Promise<UserType[]> {
  const users: UserType[] = [];
  let NextToken: string | undefined;
  do {
    const page = await pool.cognito.send(
      new ListUsersInGroupCommand({ UserPoolId: pool.userPoolId, GroupName: role, Limit: 60, NextToken }),
    );
    users.push(...(page.Users ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return users;
}
