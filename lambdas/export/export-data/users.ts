import type { CognitoIdentityProviderClient, UserType } from '@aws-sdk/client-cognito-identity-provider';
import { attributeOf } from '../../shared/aws/cognito-user';
import { tenantUsersPage } from '../../shared/footprint/tenant-users';
import type { Source } from './source';

/** The tenant's users in a pool, its own or the shared one. AWS call: `cognito-idp:ListUsers`. */
export const userSource = (
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  tenantId: string,
): Source => ({
  table: 'users',
  // A place may be of a former day: a redrive brings one.
  read: async (from) => {
    const { users, ...place } = await tenantUsersPage(cognito, userPoolId, tenantId, from);
    return { rows: users.map(plain), ...place };
  },
});

/** No user of any pool: the tenant never got one of its own. */
export const noUsers: Source = { table: 'users', read: async () => ({ rows: [] }) };

const plain = ({ Attributes, ...user }: UserType) => ({
  userName: user.Username,
  email: attributeOf(Attributes, 'email'),
  role: attributeOf(Attributes, 'custom:userRole'),
  status: user.UserStatus,
  enabled: user.Enabled,
  created: user.UserCreateDate?.toISOString(),
});
