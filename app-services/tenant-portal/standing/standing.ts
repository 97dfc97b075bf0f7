import { useSyncExternalStore } from 'react';
import { type ApiError, apiError, isOfGateway } from '../../portal-shared/api/errors';

/** How the tenant stands with its gateway, as the last answers tell. Times are milliseconds since 1970. */
export type State =
  | { status: 'admitted' }
  | { status: 'suspended' }
  /** Over what its plan allows: a second's rate, or the day's quota. Both are the whole tenant's, not the user's. */
  | { status: 'limited'; by: 'rate' | 'quota'; since: number; until: number };

/** Quotas begin anew at midnight UTC. */
export const midnightAfter = (now: number): number => new Date(now).setUTCHours(24, 0, 0, 0);

/** Waits longer than this are for the quota; the gateway says a second for the rate, and an hour for the quota. */
const LONGEST_FOR_RATE_S = 60;

/** What of the plan a refusal tells of. The gateway says no more of the quota than to come back in an hour. */
export function limitOf({ message, retryAfterSeconds = 1 }: ApiError, now: number): State {
  if (message === 'Limit Exceeded' || retryAfterSeconds > LONGEST_FOR_RATE_S) {
    return { status: 'limited', by: 'quota', since: now, until: midnightAfter(now) };
  }
  return { status: 'limited', by: 'rate', since: now, until: now + retryAfterSeconds * 1000 };
}

/** For so long the plan's own answer may be from before the limit was reached. */
const PLAN_REMEMBERED_MS = 35_000;

const ADMITTED: State = { status: 'admitted' };

/** Hears every answer of the tenant's API, and tells who asks how the tenant stands. */
export class Standing {
  state: State = ADMITTED;
  /** Of the last answer that was admitted or refused for what the tenant is; a look sooner would tell no more. */
  heardAt = 0;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly now: () => number = Date.now) {}

  /** @param metered whether the plan counts the request; `/plan` itself it does not */
  async heard(response: Response, { metered }: { metered: boolean }): Promise<void> {
    const now = this.now();
    if (response.status === 403 && isOfGateway(response)) {
      this.heardAt = now;
      this.#set({ status: 'suspended' });
    } else if (response.status === 429 && isOfGateway(response)) {
      // Of /plan, all tenants of the cell have a limit together: it says nothing of this one's plan.
      if (metered) this.#set(limitOf(await apiError(response.clone(), now), now));
    } else if (response.status < 500 && response.status !== 401) {
      // A service's own 429, for too many at once in its task, is of a request that the plan has admitted.
      this.heardAt = now;
      // Others of the same moment are admitted yet: who was refused has to wait all the same.
      const waits = this.state.status === 'limited' && now < this.state.until;
      if (this.state.status === 'suspended' || (metered && !(waits && this.#isRate))) this.#set(ADMITTED);
    }
  }

  /** What the plan says is left today: an operator may extend a day. */
  heardOfQuota(remaining: number): void {
    const { state } = this;
    const exhausted = state.status === 'limited' && state.by === 'quota';
    const isOver = exhausted && this.now() >= state.until;
    const isExtended = exhausted && remaining > 0 && this.now() - state.since > PLAN_REMEMBERED_MS;
    if (isOver || isExtended) this.#set(ADMITTED);
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get #isRate(): boolean {
    return this.state.status === 'limited' && this.state.by === 'rate';
  }

  #set(state: State): void {
    if (state.status === this.state.status && state.status !== 'limited') return;
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const useStanding = (standing: Standing): State =>
  useSyncExternalStore(standing.subscribe, () => standing.state);
