import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ReconciliationRuns } from '../../shared/contracts/upkeep';
import type { Operator } from '../../shared/http/operator';
import type { RegistryContext } from '../../shared/registry/client';
import { beginRun, endRun } from '../../shared/registry/reconciliations';

export interface ReconciliationDependencies {
  registry: RegistryContext;
  lambda: LambdaClient;
  reconcilerName: string;
}

/**
 * Has the reconciler compare everything, which can take minutes: it leaves its report in the registry. One at a time.
 * @throws ConflictError while one runs
 */
export async function startReconciliation(
  { registry, lambda, reconcilerName }: ReconciliationDependencies,
  { userName }: Operator,
  { fix }: { fix: boolean },
): Promise<ReconciliationRuns> {
  const startedAt = await beginRun(registry, { fix, orderedBy: userName });
  try {
    await lambda.send(
      new InvokeCommand({
        FunctionName: reconcilerName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify({ startedAt, fix })),
      }),
    );
  } catch (error) {
    // Otherwise the next order would wait for a run that there is not.
    const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await endRun(registry, startedAt, { state: 'failed', tenants: 0, findings: [], error: told });
    throw error;
  }
  return { startedAt, message: 'Comparison started; GET /reconciliation tells what it finds' };
}
