import type { Caller, Role } from '../shared/auth/caller';
import { Conflict, Forbidden, InvalidRequest, NotFound } from '../shared/http/errors';
import type { AdministratorsLease, Turn } from './administrators-lease';
import type { SignOuts } from './sign-outs';
import type { User, UserChange } from './user';
import { isActiveAdmin, type PoolUser, type UserPool } from './user-pool';

/**
 * Changes and removes users, never so that a tenant is left without a TenantAdmin: nobody could then invite one. All
 * tasks take turns at it (AdministratorsLease), and who is removed or demoted leaves another one behind.
 *
 * Who loses the role or the account is signed out before: its tokens claim for up to an hour what is true no more.
 */
export class UserAdministration {
  constructor(
    private readonly pool: Pick<UserPool, 'get' | 'hasAdmin' | 'setRole' | 'remove' | 'revokeTokens'>,
    private readonly signOuts: Pick<SignOuts, 'record'>,
    private readonly lease: Pick<AdministratorsLease, 'hold'>,
  ) {}

  /**
   * The token says what its user was when it was issued; this asks what it is.
   * @throws Forbidden unless the caller is a TenantAdmin who is there and not disabled
   */
  async requireAdmin(caller: Caller): Promise<void> {
    if (!(await this.#isStillAdmin(caller))) throw new Forbidden('only a TenantAdmin may do this');
  }

  /** @throws NotFound, Conflict, InvalidRequest */
  async change(caller: Caller, userName: string, change: UserChange): Promise<User> {
    return this.lease.hold(caller.tenantId, async (turn) => {
      const target = await this.pool.get(caller.tenantId, userName);
      if (change.userEmail !== undefined && change.userEmail.toLowerCase() !== target.email.toLowerCase()) {
        throw new InvalidRequest('userEmail is the login name and cannot be changed');
      }
      if (change.userRole === target.user_role) return target;
      if (target.user_role === 'TenantAdmin') await this.#demote(turn, caller, target, change.userRole);
      else await this.#promote(turn, target, change.userRole);
      return this.pool.get(caller.tenantId, target.username);
    });
  }

  /** @throws NotFound, Conflict */
  async remove(caller: Caller, userName: string): Promise<void> {
    await this.lease.hold(caller.tenantId, async (turn) => {
      const target = await this.pool.get(caller.tenantId, userName);
      if (target.user_role === 'TenantAdmin') await this.#demote(turn, caller, target, 'TenantUser');
      else await this.signOuts.record(caller.tenantId, target.userId);
      await this.pool.remove(target.username);
    });
  }

  /**
   * Signs a user out everywhere: what it holds is refused from the next look of the authorizer on. Anybody may do it
   * to the own account, a TenantAdmin to every one of the tenant.
   * @throws NotFound, Forbidden
   */
  async signOut(caller: Caller, userName: string): Promise<void> {
    const target = await this.pool.get(caller.tenantId, userName).catch((error: unknown) => {
      // To who may not ask, everybody else is the same: there or not.
      if (error instanceof NotFound && caller.role !== 'TenantAdmin') throw new Forbidden(ONLY_OWN);
      throw error;
    });
    if (target.username !== caller.userName) {
      if (caller.role !== 'TenantAdmin') throw new Forbidden(ONLY_OWN);
      await this.requireAdmin(caller);
    }
    await this.signOuts.record(caller.tenantId, target.userId);
    await this.pool.revokeTokens(target.username);
  }

  async #promote(turn: Turn, target: PoolUser, role: Role): Promise<void> {
    await this.pool.setRole(target.username, role);
    await turn.stays(target.userId);
  }

  /** @throws Conflict when the target is the tenant's last TenantAdmin, which it then still is */
  async #demote(turn: Turn, caller: Caller, target: PoolUser, role: Role): Promise<void> {
    await this.#requireOtherAdmin(turn, caller, target);
    await this.signOuts.record(caller.tenantId, target.userId);
    await turn.leaves(target.userId);
    try {
      await this.pool.setRole(target.username, role);
    } catch (error) {
      await turn.stays(target.userId);
      throw error;
    }
  }

  /** @throws Conflict when the tenant has no TenantAdmin beside the target */
  async #requireOtherAdmin(turn: Turn, caller: Caller, target: PoolUser): Promise<void> {
    // An admin who removes another one is the one who stays: one question instead of a search through the pool. The
    // token alone does not tell, since the caller may have been demoted since it was issued.
    if (target.username !== caller.userName && (await this.#isStillAdmin(caller, turn))) return;
    const counts = ({ userId }: PoolUser) => userId !== target.userId && !turn.hasLeft(userId);
    if (await this.pool.hasAdmin(caller.tenantId, counts)) return;
    throw new Conflict(
      'the last TenantAdmin cannot be removed or demoted: make another user TenantAdmin first',
    );
  }

  async #isStillAdmin(caller: Caller, turn?: Turn): Promise<boolean> {
    try {
      const user = await this.pool.get(caller.tenantId, caller.userName);
      return isActiveAdmin(user) && !turn?.hasLeft(user.userId);
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }
}

const ONLY_OWN = 'only a TenantAdmin may sign out another user';
