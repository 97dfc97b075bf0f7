import {
  AdminAddUserToGroupCommand,
  AdminEnableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { OPERATOR_ROLES, type OperatorRole, type UpdateUser } from '../../shared/contracts/admin-api';
import { ValidationError } from '../../shared/errors';
import type { Operator } from '../../shared/http/operator';
import type { HoldLease } from './administrators-lease';
import { getUser } from './get-user';
import type { OperatorPool } from './operators';
import { disableOperator, withdrawSystemAdmin } from './safeguards';

/**
 * Changes an operator's role or e-mail, or whether they are let in.
 * @throws NotFoundError
 * @throws ConflictError when it would leave nobody to administer, see {@link withdrawSystemAdmin}
 */
export async function updateUser(
  pool: OperatorPool,
  hold: HoldLease,
  operator: Operator,
  name: string,
  { userName, userRole, email, enabled }: UpdateUser,
): Promise<{ message: string }> {
  if (userName !== undefined && userName !== name) throw new ValidationError('userName', 'cannot change');
  const current = await getUser(pool, name);
  if (userRole !== undefined && userRole !== current.userRole) {
    if (current.userRole === 'SystemAdmin') await withdrawSystemAdmin(pool, hold, operator, current.userName);
    await changeRole(pool, name, userRole);
    if (userRole === 'SystemAdmin') await hold((turn) => turn.stays(current.userName));
  }
  if (email !== undefined && email !== current.email) {
    await pool.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.userPoolId,
        Username: name,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
  }
  if (enabled === false && current.enabled) await disableOperator(pool, hold, operator, current.userName);
  if (enabled === true && !current.enabled) {
    await pool.cognito.send(new AdminEnableUserCommand({ UserPoolId: pool.userPoolId, Username: name }));
    await hold((turn) => turn.stays(current.userName));
  }
  return { message: 'User updated' };
}

/** Takes the old role before it gives the new one: half done, the user can do less, not more. */
async function changeRole(pool: OperatorPool, name: string, role: OperatorRole): Promise<void> {
  const user = { UserPoolId: pool.userPoolId, Username: name };
  for (const other of OPERATOR_ROLES.filter((candidate) => candidate !== role)) {
    await pool.cognito.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName: other }));
  }
  await pool.cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: role }));
}
