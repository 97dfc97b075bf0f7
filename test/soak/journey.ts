import { REGISTRATION_STATUS } from '../../lambdas/shared/contracts/registry-items';
import type { Tier } from '../../lambdas/shared/contracts/tiers';
import type { DeadLetterQueueName } from '../../lambdas/shared/contracts/upkeep';
import type { buildTenant } from '../builders/product';
import type { SoakClient } from './client';
import type { Registrations } from './registrations';

/** More replays of one operation than these, and the tenant counts as lost. */
const MOST_REPLAYS = 5;
/** Milliseconds: no news for that long, and the executions themselves are looked at. */
const QUIET = 60_000;
/** Milliseconds: an operation that takes longer, its replays included, is stuck. */
const STUCK_AFTER = 300_000;
/** Milliseconds between a replay that was refused, since something runs, and the next look. */
const REFUSED_PAUSE = 1_000;
const FAILED: string[] = [REGISTRATION_STATUS.failedToProvision, REGISTRATION_STATUS.failedToDeprovision];

export type Direction = 'onboarding' | 'offboarding';

/** A tenant's way through one operation. */
export interface Leg {
  tier: Tier;
  direction: Direction;
  /** From before the request to the registration's last word. */
  milliseconds: number;
  /** What each replay continued from: state, error, cause. */
  replays: string[];
  /** Failed executions that the registration was not told of in time. */
  untold: number;
  /** Events that were given up on its way, and that the operator sent again. */
  sentAgain: number;
}

export interface Journey {
  tenantName: string;
  tenantRegistrationId?: string;
  legs: Leg[];
  /** Why it did not end as Deleted. */
  lost?: string;
}

/** One tenant from its registration to its deletion; what fails is replayed, what was given up is sent again. */
export async function travel(
  deps: { client: SoakClient; registrations: Registrations },
  tenant: ReturnType<typeof buildTenant> & { tier: Tier },
): Promise<Journey> {
  const journey: Journey = { tenantName: tenant.tenantName, legs: [] };
  const { tier } = tenant;
  try {
    await leg('onboarding', REGISTRATION_STATUS.created, async () => {
      const ids = await deps.client.register(tenant);
      journey.tenantRegistrationId = ids.tenantRegistrationId;
      return ids.tenantRegistrationId;
    });
    await leg('offboarding', REGISTRATION_STATUS.deleted, async () => {
      const id = journey.tenantRegistrationId ?? '';
      await deps.client.delete(id);
      return id;
    });
  } catch (error) {
    journey.lost = (error as Error).message;
  }
  return journey;

  async function leg(direction: Direction, goal: string, order: () => Promise<string>): Promise<void> {
    const began = performance.now();
    const way: Leg = { tier, direction, milliseconds: Number.NaN, replays: [], untold: 0, sentAgain: 0 };
    journey.legs.push(way);
    await arrive(deps, await order(), goal, way);
    way.milliseconds = performance.now() - began;
  }
}

async function arrive(
  { client, registrations }: { client: SoakClient; registrations: Registrations },
  id: string,
  goal: string,
  way: Leg,
): Promise<void> {
  const deadline = performance.now() + STUCK_AFTER;
  for (;;) {
    const news = (status: string) => status === goal || FAILED.includes(status);
    const seen = await registrations.reaches(id, news, QUIET);
    if (seen?.status === goal) return;
    const { failure, givenUp }: News = seen?.failure ? seen : await newsOf(client, id, way.direction);
    if (performance.now() > deadline) {
      throw new Error(
        `${way.direction} is stuck: ${failure ?? (givenUp ? `look at ${givenUp}` : 'it runs')}`,
      );
    }
    if (givenUp) way.sentAgain += await client.sendAgain(givenUp);
    if (failure === undefined) continue;
    if (!seen) way.untold += 1;
    if (way.replays.length === MOST_REPLAYS) {
      throw new Error(`${way.direction} failed after ${MOST_REPLAYS} replays: ${failure}`);
    }
    if (await client.replay(id)) way.replays.push(failure);
    else await new Promise((resolve) => setTimeout(resolve, REFUSED_PAUSE));
  }
}

interface News {
  failure?: string;
  /** The queue that has the event, which the registration waits for. */
  givenUp?: DeadLetterQueueName;
}

/** How the newest execution failed, or where the event is that began none or told of none; nothing while it runs. */
async function newsOf(client: SoakClient, id: string, direction: Direction): Promise<News> {
  const newest = (await client.executions(id)).filter(({ operation }) => operation === direction).at(-1);
  if (!newest) return { givenUp: 'requests' };
  if (newest.status === 'SUCCEEDED') return { givenUp: 'results' };
  return newest.status === 'RUNNING' ? {} : { failure: `untold: ${newest.name} is ${newest.status}` };
}
