import { ConflictError } from '../../shared/errors';
import type { Operator } from '../../shared/http/operator';
import { type OperatorPool, roleOf, usersWithRole } from './operators';

/**
 * Keeps the control plane administrable: nobody takes the role SystemAdmin from themselves, nor from the last
 * who has it and can sign in.
 * @param userName as the pool spells it, which compares names without regard to case
 * @throws ConflictError
 */
export async function refuseLockout(pool: OperatorPool, operator: Operator, userName: string): Promise<void> {
  if (userName.toLowerCase() === operator.userName.toLowerCase()) {
    throw new ConflictError('you cannot delete yourself or give up your own role; ask another SystemAdmin');
  }
  if ((await roleOf(pool, userName)) !== 'SystemAdmin') return;
  const others = (await usersWithRole(pool, 'SystemAdmin')).filter(
    (user) => user.Username !== userName && user.Enabled !== false,
  );
  if (others.length === 0) {
    throw new ConflictError('this is the last SystemAdmin; give another user the role first');
  }
}
