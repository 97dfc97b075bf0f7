import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Clock } from '../../shared/aws/wait-until';
import { PAGE_TIME, type PagedInput, type PageOutcome } from '../../shared/contracts/pages';
import type { RegistryContext } from '../../shared/registry/client';
import { countDeleted, readLedger, recordDeleted } from '../../shared/registry/ledger';
import { deleteAdministrator, sweepUsers } from './pooled-users';
import { deleteUserPool } from './user-pool';

export interface RemoveIdentityDependencies {
  cognito: CognitoIdentityProviderClient;
  registry: RegistryContext;
  sharedUserPoolId: string;
  clock: Clock;
}

/**
 * Removes the tenant's identity: its own user pool with all that is in it, or its users from the shared pool, the
 * administrator first.
 *
 * AWS calls, silo: `cognito-idp:DeleteUserPool`; `ListUserPools` for a pool whose id nobody recorded,
 * `DescribeUserPool` when AWS refuses. Pooled: `cognito-idp:AdminGetUser`, `AdminDeleteUser` and `ListUsers` of the
 * shared pool. Registry: Query, UpdateItem (ledger).
 *
 * @returns when not done, where to go on: a place in the list of the shared pool's users
 * @throws NotReadyError when Cognito is at work on the tenant's pool for longer than 20 s
 */
export const removeIdentity =
  ({ cognito, registry, sharedUserPoolId, clock }: RemoveIdentityDependencies) =>
  async ({ plan, next }: PagedInput): Promise<PageOutcome> => {
    const end = clock.now() + PAGE_TIME;
    const { tenantId } = plan.tenant;
    if (!next) {
      const ledger = await readLedger(registry, tenantId);
      const ofType = (type: string) => ledger.filter((entry) => entry.type === type);
      const pools = ofType('UserPool');
      const users = ofType('User');
      for (const pool of pools) await deleteUserPool(cognito, pool, clock);
      if (!plan.silo)
        for (const user of users) await deleteAdministrator(cognito, sharedUserPoolId, tenantId, user);
      await recordDeleted(registry, tenantId, [...pools, ...ofType('UserPoolClient'), ...users]);
    }
    if (plan.silo) return { done: true };
    return sweepUsers(cognito, {
      userPoolId: sharedUserPoolId,
      tenantId,
      next,
      mayGoOn: () => clock.now() < end,
      onDeleted: (count) =>
        countDeleted(registry, tenantId, plan.executionArn, { type: 'Users', name: sharedUserPoolId, count }),
    });
  };
