import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Execution } from '../../shared/contracts/executions';
import type { RegistryContext } from '../../shared/registry/client';
import { describe } from './describe';
import { findRecord } from './find-record';
import { readHistory } from './history';
import { failedEntry, timelineOf } from './timeline';
import { readableCause } from './tries';

/**
 * One execution of a tenant: state, timeline and, if it failed, why.
 * @throws NotFoundError for an unknown registration, and for an execution that is not this tenant's
 */
export async function getExecution(
  { registry, sfn }: { registry: RegistryContext; sfn: SFNClient },
  registrationId: string,
  name: string,
): Promise<Execution> {
  const record = await findRecord(registry, registrationId, name);
  // Both at once: who follows an execution asks every second. The history may be a moment ahead of the status.
  const [{ summary, error, cause }, history] = await Promise.all([
    describe(sfn, record),
    readHistory(sfn, record.executionArn),
  ]);
  const { timeline, redrives } = timelineOf(history, summary.status);
  const failed = ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(summary.status);
  return {
    ...summary,
    timeline,
    redrives,
    ...(failed
      ? {
          failure: {
            state: failedEntry(timeline)?.state ?? '',
            error: error ?? summary.status,
            cause: readableCause(cause),
            executionArn: record.executionArn,
          },
        }
      : {}),
  };
}
