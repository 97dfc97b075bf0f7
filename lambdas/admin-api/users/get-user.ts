import { AdminGetUserCommand, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import type { UserRow } from '../../shared/contracts/admin-api-responses';
import { NotFoundError } from '../../shared/errors';
import { type OperatorPool, roleOf, userView } from './operators';

/** @throws NotFoundError */
export async function getUser(pool: OperatorPool, userName: string): Promise<UserRow> {
  try {
    const [user, role] = await Promise.all([
      pool.cognito.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: userName })),
      roleOf(pool, userName),
    ]);
    return userView(user, user.UserAttributes, role);
  } catch (error) {
    if (error instanceof UserNotFoundException) throw new NotFoundError('User not found');
    throw error;
  }
}
