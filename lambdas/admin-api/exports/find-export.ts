import type { S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, type ExecutionStatus, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';
import type { Clock } from '../../shared/aws/wait-until';
import type { ExportLinks } from '../../shared/contracts/admin-api-responses';
import type { ExecutionRecord } from '../../shared/contracts/registry-items';
import { NotFoundError } from '../../shared/errors';
import { readManifest } from '../../shared/export/manifest';
import type { RegistryContext } from '../../shared/registry/client';
import { findExecution } from '../../shared/registry/executions';
import { getRegistration } from '../../shared/registry/registrations';
import { ExportFailedError } from './errors';
import { linksTo } from './links';
import { whileThereIsData } from './require-data';

export interface ExportsDependencies {
  registry: RegistryContext;
  sfn: SFNClient;
  s3: S3Client;
  bucket: string;
  stateMachineArn: string;
  clock: Clock;
}

/**
 * Links to an export by the name of the execution that made it: one that was ordered, or an offboarding that exported
 * first. What counts is the manifest: an offboarding's is complete long before its execution ends.
 *
 * AWS calls: `s3:GetObject`; `states:DescribeExecution` where there is no manifest. Registry: GetItem (registration),
 * Query (executions).
 *
 * @returns undefined while it runs
 * @throws NotFoundError when there is none, or not any more; ExportFailedError
 * @throws NothingToExportError when it failed, and the tenant's data is deleted or being deleted
 */
export async function findExport(
  deps: ExportsDependencies,
  registrationId: string,
  name: string,
): Promise<ExportLinks | undefined> {
  const registration = await getRegistration(deps.registry, registrationId);
  if (!registration) throw new NotFoundError('Tenant registration not found');
  const { tenantId, offboarding } = registration;
  const record = await findExecution(deps.registry, tenantId, name);
  const mayExport = record?.operation === 'export' || (record && offboarding?.exportName === name);
  if (!mayExport) throw new NotFoundError('Export not found');
  return whileThereIsData(deps.registry, registrationId, () => lookAt(deps, tenantId, record));
}

/** As {@link findExport}, of an execution that is known to export. */
export async function lookAt(
  { sfn, s3, bucket, clock }: ExportsDependencies,
  tenantId: string,
  { name, executionArn }: ExecutionRecord,
): Promise<ExportLinks | undefined> {
  // In this order: what ended between the two looks would seem to have no manifest.
  const status = await statusOf(sfn, executionArn);
  const place = { bucket, tenantId, exportName: name };
  const manifest = await readManifest(s3, place);
  if (manifest?.complete) return linksTo(s3, place, manifest, new Date(clock.now()));
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return undefined;
  if (status === undefined || status === 'SUCCEEDED') {
    throw new NotFoundError('The export is not there any more: exports are kept for some time only');
  }
  throw new ExportFailedError(name);
}

/** Undefined for an execution that Step Functions has forgotten, 90 days after its end. */
export async function statusOf(sfn: SFNClient, executionArn: string): Promise<ExecutionStatus | undefined> {
  try {
    return (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
  } catch (error) {
    if (isAwsError(error, 'ExecutionDoesNotExist')) return undefined;
    throw error;
  }
}
