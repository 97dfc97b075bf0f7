/** Whether an error is AWS's of one of these names. */
export const isAwsError = (error: unknown, ...names: string[]): error is Error =>
  error instanceof Error && names.includes(error.name);

/** Any answer of AWS, or of its SDK about one: no defect of ours. */
export type AwsFailure = Error & { $metadata: object };
export const isAwsFailure = (error: unknown): error is AwsFailure =>
  error instanceof Error && '$metadata' in error;

/**
 * Makes something whose name is unique in AWS: makes it at once, and when it is there already takes what is there.
 * One call for a new resource, and a call whose reply was lost is found by the next try.
 *
 * @param alreadyThere names of the service's errors that say so
 */
export async function createOrAccept<T>(
  create: () => Promise<T>,
  alreadyThere: string[],
  accept: (error: Error) => Promise<T>,
): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (!isAwsError(error, ...alreadyThere)) throw error;
    return accept(error);
  }
}
