import { InvalidParameterException, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { UserRow } from '../../shared/contracts/admin-api-responses';
import { ValidationError } from '../../shared/errors';
import { nextToken, type PageRequest } from '../../shared/http/paging';
import { type OperatorPool, usersWithRole, userView } from './operators';

/** Binds a page's token to this list. */
export const USERS_LIST = 'users';
/** The most that Cognito lists at once. */
export const MAX_USERS = 60;

/**
 * A page of operators. Their roles come from the two groups' members, two calls a page, instead of one call a
 * user: Cognito allows those 5 a second.
 */
export async function listUsers(
  pool: OperatorPool,
  { limit, from }: PageRequest,
): Promise<{ rows: UserRow[]; nextToken?: string }> {
  const [page, admins, supporters] = await Promise.all([
    pool.cognito
      .send(new ListUsersCommand({ UserPoolId: pool.userPoolId, Limit: limit, PaginationToken: from }))
      .catch((error) => {
        // All that the client decides here is the token: Cognito's expire.
        if (from && error instanceof InvalidParameterException) {
          throw new ValidationError('next_token', 'is no longer valid; leave it out to begin anew');
        }
        throw error;
      }),
    namesWithRole(pool, 'SystemAdmin'),
    namesWithRole(pool, 'CustomerSupport'),
  ]);
  const roleOf = (name = '') =>
    admins.has(name) ? 'SystemAdmin' : supporters.has(name) ? 'CustomerSupport' : undefined;
  return {
    rows: (page.Users ?? []).map((user) => userView(user, user.Attributes, roleOf(user.Username))),
    nextToken: nextToken(USERS_LIST, page.PaginationToken),
  };
}

const namesWithRole = async (...role: Parameters<typeof usersWithRole>) =>
  new Set((await usersWithRole(...role)).map(({ Username }) => Username));
