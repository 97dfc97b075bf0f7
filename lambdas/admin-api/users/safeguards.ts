import {
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { ConflictError } from '../../shared/errors';
import type { Operator } from '../../shared/http/operator';
import type { HoldLease, Turn } from './administrators-lease';
import { type OperatorPool, roleOf, usersWithRole } from './operators';

/**
 * Takes the role SystemAdmin, if the user has it, and keeps the control plane administrable: nobody takes it from
 * themselves, nor from the last who has it and can sign in. One invocation at a time decides that, of all that run.
 *
 * @param userName as the pool spells it, which compares names without regard to case
 * @throws ConflictError; the user then has the role as before
 */
export async function withdrawSystemAdmin(
  pool: OperatorPool,
  hold: HoldLease,
  operator: Operator,
  userName: string,
): Promise<void> {
  refuseOneself(operator, userName, 'delete yourself or give up your own role');
  const membership = { UserPoolId: pool.userPoolId, Username: userName, GroupName: 'SystemAdmin' };
  await hold(async (turn) => {
    if ((await roleOf(pool, userName)) !== 'SystemAdmin') return;
    await leaveOthers(pool, turn, userName, () =>
      pool.cognito.send(new AdminRemoveUserFromGroupCommand(membership)),
    );
  });
}

/**
 * Keeps an operator from signing in, and from what they are signed in to within a minute (see operatorDirectory). The
 * safeguards are those of {@link withdrawSystemAdmin}; the role stays, for when the operator is let in again.
 *
 * @throws ConflictError; the user is then let in as before
 */
export async function disableOperator(
  pool: OperatorPool,
  hold: HoldLease,
  operator: Operator,
  userName: string,
): Promise<void> {
  refuseOneself(operator, userName, 'disable yourself');
  const disable = () =>
    pool.cognito.send(new AdminDisableUserCommand({ UserPoolId: pool.userPoolId, Username: userName }));
  await hold(async (turn) => {
    if ((await roleOf(pool, userName)) === 'SystemAdmin') await leaveOthers(pool, turn, userName, disable);
    else await disable();
  });
}

function refuseOneself(operator: Operator, userName: string, what: string): void {
  if (userName.toLowerCase() !== operator.userName.toLowerCase()) return;
  throw new ConflictError(`you cannot ${what}; ask another SystemAdmin`);
}

/** Does what ends a SystemAdmin's power, where another one has it who can sign in. */
async function leaveOthers(
  pool: OperatorPool,
  turn: Turn,
  userName: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const others = (await usersWithRole(pool, 'SystemAdmin')).filter(
    ({ Username = '', Enabled }) => Username !== userName && Enabled !== false && !turn.hasLeft(Username),
  );
  if (others.length === 0) {
    throw new ConflictError('this is the last SystemAdmin; give another user the role first');
  }
  await turn.leaves(userName);
  try {
    await act();
  } catch (error) {
    await turn.stays(userName);
    throw error;
  }
}
