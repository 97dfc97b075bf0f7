import type { Caller } from '../shared/auth/caller';
import { Conflict, InvalidRequest, NotFound } from '../shared/http/errors';
import { inTurn } from './in-turn';
import type { User, UserChange } from './user';
import { isActiveAdmin, type UserPool } from './user-pool';

/**
 * Changes and removes users, never so that a tenant is left without a TenantAdmin: nobody could then invite one.
 * Cognito has no conditional write, so a tenant's changes take turns within this task. Two admins who remove each other
 * in the same instant through two tasks could still both succeed; the operator's admin API then makes a new admin.
 */
export class UserAdministration {
  readonly #inTurn = inTurn();

  constructor(private readonly pool: Pick<UserPool, 'get' | 'hasOtherAdmin' | 'setRole' | 'remove'>) {}

  /** @throws NotFound, Conflict, InvalidRequest */
  async change(caller: Caller, userName: string, change: UserChange): Promise<User> {
    return this.#inTurn(caller.tenantId, async () => {
      const target = await this.pool.get(caller.tenantId, userName);
      if (change.userEmail !== undefined && change.userEmail.toLowerCase() !== target.email.toLowerCase()) {
        throw new InvalidRequest('userEmail is the login name and cannot be changed');
      }
      if (change.userRole === target.user_role) return target;
      await this.#keepAnAdmin(caller, target);
      await this.pool.setRole(target.username, change.userRole);
      return this.pool.get(caller.tenantId, target.username);
    });
  }

  /** @throws NotFound, Conflict */
  async remove(caller: Caller, userName: string): Promise<void> {
    await this.#inTurn(caller.tenantId, async () => {
      const target = await this.pool.get(caller.tenantId, userName);
      await this.#keepAnAdmin(caller, target);
      await this.pool.remove(target.username);
    });
  }

  /** @throws Conflict when the target is the tenant's last TenantAdmin */
  async #keepAnAdmin(caller: Caller, target: User): Promise<void> {
    if (target.user_role !== 'TenantAdmin') return;
    // An admin who removes another one is the one who stays: one question instead of a search through the pool. The
    // token alone does not tell, since the caller may have been demoted since it was issued.
    if (target.username !== caller.userName && (await this.#isStillAdmin(caller))) return;
    if (await this.pool.hasOtherAdmin(caller.tenantId, target.username)) return;
    throw new Conflict(
      'the last TenantAdmin cannot be removed or demoted: make another user TenantAdmin first',
    );
  }

  async #isStillAdmin(caller: Caller): Promise<boolean> {
    try {
      return isActiveAdmin(await this.pool.get(caller.tenantId, caller.userName));
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }
}
