import {
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { isAwsError } from '../../shared/aws/errors';
import { type Source, StalePlaceError } from './source';

/** The most that Cognito lists at once. */
const PAGE = 60;

/**
 * The tenant's users in a pool, its own or the shared one. Cognito filters by no custom attribute, so every user of
 * the pool is looked at, some 600 a second. AWS call: `cognito-idp:ListUsers`.
 */
export const userSource = (
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  tenantId: string,
): Source => ({
  table: 'users',
  read: async (PaginationToken) => {
    try {
      const { Users = [], PaginationToken: next } = await cognito.send(
        new ListUsersCommand({ UserPoolId, Limit: PAGE, PaginationToken }),
      );
      const own = Users.filter((user) => attribute(user, 'custom:tenantId') === tenantId);
      return { rows: own.map(plain), ...(next ? { next } : {}) };
    } catch (error) {
      // A token is valid for a while only, and a redrive brings one of a former day.
      if (PaginationToken && isAwsError(error, 'InvalidParameterException')) {
        throw new StalePlaceError('Cognito does not know the place in its list of users any more');
      }
      throw error;
    }
  },
});

/** No user of any pool: the tenant never got one of its own. */
export const noUsers: Source = { table: 'users', read: async () => ({ rows: [] }) };

const plain = (user: UserType) => ({
  userName: user.Username,
  email: attribute(user, 'email'),
  role: attribute(user, 'custom:userRole'),
  status: user.UserStatus,
  enabled: user.Enabled,
  created: user.UserCreateDate?.toISOString(),
});

const attribute = ({ Attributes = [] }: UserType, name: string): string | undefined =>
  Attributes.find(({ Name }) => Name === name)?.Value;
