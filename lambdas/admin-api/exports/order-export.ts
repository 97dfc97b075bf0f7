import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';
import { type Patience, waitUntil } from '../../shared/aws/wait-until';
import type { ExportLinks, ExportRuns } from '../../shared/contracts/admin-api-responses';
import { shortId } from '../../shared/contracts/identifiers';
import type { ExecutionRecord, Tenant } from '../../shared/contracts/registry-items';
import { NotFoundError, NotReadyError } from '../../shared/errors';
import { newestExecution, recordExecution } from '../../shared/registry/executions';
import { getRegistration, getTenant } from '../../shared/registry/registrations';
import { type ExportsDependencies, lookAt, statusOf } from './find-export';
import { requireData, whileThereIsData } from './require-data';

/** A small tenant's export takes 2 s; API Gateway waits 29 s, in which the rest of the request has to fit. */
const PATIENCE: Patience = { first: 200, longest: 1_000, total: 15_000 };

/**
 * Starts an export of a tenant, or joins the one that runs, and waits for its end as long as a request may.
 *
 * AWS calls: `states:StartExecution`, `states:DescribeExecution`, `s3:GetObject`. Registry: GetItem (registration,
 * tenant), Query and PutItem (executions).
 *
 * @returns links to its objects; or, while it runs, how it is called
 * @throws NotFoundError; NothingToExportError for a tenant that is deleted, or whose data is being deleted
 * @throws ExportFailedError when it has failed meanwhile
 */
export async function orderExport(
  deps: ExportsDependencies,
  registrationId: string,
): Promise<ExportLinks | ExportRuns> {
  const { registry, clock } = deps;
  const registration = await getRegistration(registry, registrationId);
  const tenant = registration && (await getTenant(registry, registration.tenantId));
  if (!tenant) throw new NotFoundError('Tenant registration not found');
  requireData(registration);
  const record = await start(deps, tenant);
  try {
    const look = async () => (await lookAt(deps, tenant.tenantId, record)) ?? 'the export runs';
    return await whileThereIsData(registry, registrationId, () =>
      waitUntil<ExportLinks>(look, PATIENCE, clock),
    );
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    return stillRuns(record.name);
  }
}

/** Answer while an export runs. */
export const stillRuns = (executionName: string): ExportRuns => ({
  executionName,
  message: `The export runs; GET /tenant-registrations/{id}/exports/${executionName} has its links once it is done`,
});

/**
 * The newest export of the tenant if it runs, else the next: `<tenantName>-export-<short id>-<n>`. The name follows
 * from the one before, so that two requests at once, or one that was repeated after its answer was lost, are one
 * execution; the short id tells apart tenants that had one name at different times.
 */
async function start(deps: ExportsDependencies, tenant: Tenant): Promise<ExecutionRecord> {
  const { registry, sfn, stateMachineArn } = deps;
  const { tenantId, tenantRegistrationId, tenantName, tier } = tenant;
  const last = await newestExecution(registry, tenantId, ({ operation }) => operation === 'export');
  const status = last && (await statusOf(sfn, last.executionArn));
  if (last && (status === 'RUNNING' || status === 'PENDING_REDRIVE')) return last;
  const number = Number(last?.name.split('-').at(-1) ?? 0) + 1;
  const name = `${tenantName}-export-${shortId(tenantId)}-${number}`;
  const input = JSON.stringify({
    tenant: { tenantId, tenantRegistrationId, tenantName, tier },
    eventId: String(number),
  });
  const started = await startOnce(deps, { stateMachineArn, name, input });
  const record: ExecutionRecord = { name, operation: 'export', ...started };
  await recordExecution(registry, tenantId, record);
  return record;
}

/** One of that name that has ended was started by somebody at this moment, or its start was not recorded. */
async function startOnce(
  { sfn, registry }: ExportsDependencies,
  execution: { stateMachineArn: string; name: string; input: string },
): Promise<Pick<ExecutionRecord, 'executionArn' | 'startedAt'>> {
  const executionArn = `${execution.stateMachineArn.replace(':stateMachine:', ':execution:')}:${execution.name}`;
  const begun = async () => {
    try {
      return await sfn.send(new StartExecutionCommand(execution));
    } catch (error) {
      if (!isAwsError(error, 'ExecutionAlreadyExists')) throw error;
      return sfn.send(new DescribeExecutionCommand({ executionArn }));
    }
  };
  const { startDate = registry.now() } = await begun();
  return { executionArn, startedAt: startDate.toISOString() };
}
