import { paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';

export interface RunningOperation {
  operation: string;
  executionName: string;
  /** As the execution is named by it. */
  tenantName: string;
  startedAt: string;
}

/** Executions that run, of which few are shown; more than these are counted as these. */
const MOST = 1_000;

/**
 * Asks Step Functions what runs, one call an operation: an execution that died has its tenant's lock still, and a tenant
 * that waits for the end of its retention runs for days. AWS call: `states:ListExecutions`.
 */
export async function runningOperations(
  sfn: SFNClient,
  stateMachineArns: Record<string, string>,
): Promise<RunningOperation[]> {
  const lists = await Promise.all(
    Object.entries(stateMachineArns).map(([operation, arn]) => running(sfn, operation, arn)),
  );
  return lists.flat().sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

async function running(
  sfn: SFNClient,
  operation: string,
  stateMachineArn: string,
): Promise<RunningOperation[]> {
  const found: RunningOperation[] = [];
  try {
    for await (const { executions = [] } of paginateListExecutions(
      { client: sfn, pageSize: MOST },
      { stateMachineArn, statusFilter: 'RUNNING' },
    )) {
      for (const { name = '', startDate } of executions) {
        found.push({
          operation,
          executionName: name,
          tenantName: name.slice(0, Math.max(0, name.lastIndexOf(`-${operation}-`))),
          startedAt: (startDate ?? new Date(0)).toISOString(),
        });
      }
      if (found.length >= MOST) break;
    }
  } catch (error) {
    // The application plane is deployed after the control plane, and may be another's.
    if (!isAwsError(error, 'StateMachineDoesNotExist')) throw error;
  }
  return found;
}
