import { isAwsError } from './errors';
import { type Clock, type Patience, waitUntil } from './wait-until';

/** How one service answers to the deletion of something, by the names of its errors. */
export interface DeletionAnswers {
  /** It is not there: as good as deleted. */
  gone: string[];
  /** Something still needs it; passes when that has ended. */
  inUse?: string[];
  /**
   * Whether it is there at all. Needed where a policy asks for the resource's tag: AWS then refuses whoever deletes
   * what is gone, as it refuses who may not, and only a look tells one from the other.
   */
  isThere?: () => Promise<boolean>;
}

const REFUSED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

/** What a step waits for inside one try: shorter pauses first, since most is free within a second. */
export const DELETION_PATIENCE: Patience = { first: 100, longest: 1_000, total: 20_000 };

/**
 * Deletes something that may be gone already. One call, and a call whose reply was lost is repeated without harm.
 *
 * @throws NotReadyError when it is in use for longer than 20 s
 */
export async function deleteOrAccept(
  remove: () => Promise<unknown>,
  { gone, inUse = [], isThere }: DeletionAnswers,
  clock: Clock,
): Promise<void> {
  const look = async () => {
    try {
      await remove();
    } catch (error) {
      if (isAwsError(error, ...inUse)) return error.message;
      const deleted =
        isAwsError(error, ...gone) || (isThere && isAwsError(error, ...REFUSED) && !(await isThere()));
      if (!deleted) throw error;
    }
    return {};
  };
  await waitUntil(look, DELETION_PATIENCE, clock);
}
