import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Operator } from '../../shared/http/operator';
import type { HoldLease } from './administrators-lease';
import { getUser } from './get-user';
import type { OperatorPool } from './operators';
import { withdrawSystemAdmin } from './safeguards';

/**
 * Deletes an operator, whose tokens are refused within a minute: see operatorDirectory.
 * @throws NotFoundError
 * @throws ConflictError for oneself and for the last SystemAdmin
 */
export async function deleteUser(
  pool: OperatorPool,
  hold: HoldLease,
  operator: Operator,
  name: string,
): Promise<{ message: string }> {
  const { userName } = await getUser(pool, name);
  await withdrawSystemAdmin(pool, hold, operator, userName);
  await pool.cognito.send(new AdminDeleteUserCommand({ UserPoolId: pool.userPoolId, Username: userName }));
  return { message: 'User deleted' };
}
