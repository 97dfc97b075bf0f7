import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminRemoveUserFromGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { ConflictError } from '../../shared/errors';
import type { Operator } from '../../shared/http/operator';
import { type OperatorPool, roleOf, usersWithRole } from './operators';

/**
 * Takes the role SystemAdmin, if the user has it, and keeps the control plane administrable: nobody takes it from
 * themselves, nor from the last who has it and can sign in.
 *
 * Cognito has no conditional write. So the others are counted again once the role is gone, and where there are none it
 * is given back: of two who take it from each other in the same instant at least one keeps it, perhaps both. What
 * remains is a function that dies in between, and a list of Cognito that lags behind another's write.
 *
 * @param userName as the pool spells it, which compares names without regard to case
 * @throws ConflictError; the user then has the role as before
 */
export async function withdrawSystemAdmin(
  pool: OperatorPool,
  operator: Operator,
  userName: string,
): Promise<void> {
  if (userName.toLowerCase() === operator.userName.toLowerCase()) {
    throw new ConflictError('you cannot delete yourself or give up your own role; ask another SystemAdmin');
  }
  if ((await roleOf(pool, userName)) !== 'SystemAdmin') return;
  await requireOthers(pool, userName);
  const membership = { UserPoolId: pool.userPoolId, Username: userName, GroupName: 'SystemAdmin' };
  await pool.cognito.send(new AdminRemoveUserFromGroupCommand(membership));
  try {
    await requireOthers(pool, userName);
  } catch (error) {
    await pool.cognito.send(new AdminAddUserToGroupCommand(membership));
    throw error;
  }
}

/**
 * Keeps an operator from signing in, and from what they are signed in to within a minute (see operatorDirectory). The
 * safeguards are those of {@link withdrawSystemAdmin}; the role stays, for when the operator is let in again.
 *
 * @throws ConflictError; the user is then let in as before
 */
export async function disableOperator(
  pool: OperatorPool,
  operator: Operator,
  userName: string,
): Promise<void> {
  if (userName.toLowerCase() === operator.userName.toLowerCase()) {
    throw new ConflictError('you cannot disable yourself; ask another SystemAdmin');
  }
  const user = { UserPoolId: pool.userPoolId, Username: userName };
  const administers = (await roleOf(pool, userName)) === 'SystemAdmin';
  if (administers) await requireOthers(pool, userName);
  await pool.cognito.send(new AdminDisableUserCommand(user));
  if (!administers) return;
  try {
    await requireOthers(pool, userName);
  } catch (error) {
    await pool.cognito.send(new AdminEnableUserCommand(user));
    throw error;
  }
}

async function requireOthers(pool: OperatorPool, userName: string): Promise<void> {
  const others = (await usersWithRole(pool, 'SystemAdmin')).filter(
    (user) => user.Username !== userName && user.Enabled !== false,
  );
  if (others.length === 0) {
    throw new ConflictError('this is the last SystemAdmin; give another user the role first');
  }
}
