import type { AdministratorsLease } from '../../app-services/users/administrators-lease';

/** The lease of one task: changes take turns, and Cognito shows each at once. */
export function buildLease(): Pick<AdministratorsLease, 'hold'> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    hold: (_tenantId, work) => {
      const turn = { hasLeft: () => false, leaves: async () => {}, stays: async () => {} };
      const next = last.then(() => work(turn));
      last = next.catch(() => undefined);
      return next;
    },
  };
}
