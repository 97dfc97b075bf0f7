/** What IAM says to a request. */
export type Verdict = 'allowed' | 'refused';

export interface Finding {
  /** What was tried, in words. */
  attempt: string;
  verdict: Verdict;
}

/** What the service's credentials reach: of the tenant that it works for, and of others. */
export interface Findings {
  own: Finding[];
  others: Finding[];
}

/** Tries what the service's credentials for a tenant reach. Changes nothing. */
export type TryIsolation = (tenantId: string) => Promise<Findings>;

/** No tenant is called so: whatever answers to it is somebody else's. */
export const NO_TENANT = 'isolation-probe';

/** How AWS says that IAM refused. */
const DENIED = new Set(['AccessDenied', 'AccessDeniedException']);
/** What a service says that IAM let look: there is no such thing. */
const LOOKED = new Set(['ResourceNotFoundException', 'UserNotFoundException']);

/** @throws what tells neither, such as a throttle */
export async function attempt(what: string, send: () => Promise<unknown>): Promise<Finding> {
  try {
    await send();
    return { attempt: what, verdict: 'allowed' };
  } catch (error) {
    const { name } = error as Error;
    if (DENIED.has(name)) return { attempt: what, verdict: 'refused' };
    if (LOOKED.has(name)) return { attempt: what, verdict: 'allowed' };
    throw error;
  }
}
