import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';
import type { Execution } from '../../shared/contracts/admin-api-responses';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { findExecution } from '../../shared/registry/executions';
import { getRegistration } from '../../shared/registry/registrations';
import { describe } from './describe';
import { readableCause, timelineOf } from './timeline';

/**
 * One execution of a tenant: state, timeline and, if it failed, why.
 * @throws NotFoundError for an unknown registration, and for an execution that is not this tenant's
 */
export async function getExecution(
  { registry, sfn }: { registry: RegistryContext; sfn: SFNClient },
  registrationId: string,
  name: string,
): Promise<Execution> {
  const registration = await getRegistration(registry, registrationId);
  if (!registration) throw new NotFoundError('Tenant registration not found');
  const record = await findExecution(registry, registration.tenantId, name);
  if (!record) throw new NotFoundError('Execution not found');
  const { summary, error, cause } = await describe(sfn, record);
  if (summary.status === 'EXPIRED') return { ...summary, timeline: [] };
  const timeline = timelineOf(await readHistory(sfn, record.executionArn));
  const failed = ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(summary.status);
  return {
    ...summary,
    timeline,
    ...(failed
      ? {
          failure: {
            // A state that failed is never left.
            state: timeline.findLast((entry) => entry.left === undefined)?.state ?? '',
            error: error ?? summary.status,
            cause: readableCause(cause),
            executionArn: record.executionArn,
          },
        }
      : {}),
  };
}

/** The whole history without states' inputs and outputs, which hold tenants' data and most of its size. */
async function readHistory(sfn: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({
        executionArn,
        maxResults: 1000,
        includeExecutionData: false,
        nextToken,
      }),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}
