import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Reconciliation } from '../../lambdas/shared/contracts/upkeep';
import { registryContext } from '../../lambdas/shared/registry/client';
import { beginRun, endRun } from '../../lambdas/shared/registry/reconciliations';
import { clientConfig } from '../../scripts/local/engine';
import type { TenantOutput } from '../../scripts/local/outputs';
import type { Product } from './product';

/** Records a comparison that found something of every kind, as the reconciler does at its end. */
export async function leaveFindings(
  product: Product,
  { tenantId, tenantName }: Pick<TenantOutput, 'tenantId' | 'tenantName'>,
): Promise<void> {
  const registry = registryContext(product.registryTable, new DynamoDBClient(clientConfig(product.port)));
  const kinds: Reconciliation['findings'][number]['kind'][] = ['drift', 'ghost', 'orphan', 'stuck'];
  const findings = kinds.map((kind, index) => ({
    ...{ kind, tenantId, tenantName, type: 'Service', name: `orders-${tenantName}` },
    ...{ detail: 'AWS runs 3 tasks, the ledger says 1', advice: 'set it to 1, or say why not' },
    ...(index < 2 && { mended: index === 0 }),
  }));
  const startedAt = await beginRun(registry, { fix: true, orderedBy: 'admin' });
  await endRun(registry, startedAt, { state: 'done', tenants: 3, findings });
}
