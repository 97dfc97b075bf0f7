import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { LedgerEntry } from '../contracts/registry-items';
import type { RegistryContext } from '../registry/client';
import { keys } from '../registry/keys';

/** By what API Gateway meters a tenant: its own key, on its tier's plan. */
export interface MeteredKey {
  usagePlanId: string;
  keyId: string;
}

/** The key as the ledger has it; undefined while there is none, and once it is gone. AWS call: `dynamodb:Query`. */
export async function findMeteredKey(
  context: RegistryContext,
  tenantId: string,
): Promise<MeteredKey | undefined> {
  const { Items = [] } = await context.documents.send(
    new QueryCommand({
      TableName: context.tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :key)',
      ExpressionAttributeValues: {
        ':pk': keys.tenant(tenantId).pk,
        ':key': keys.resource(tenantId, 'UsagePlanKey', '').sk,
      },
    }),
  );
  const entry = (Items as LedgerEntry[]).find(({ state }) => state === 'created');
  const usagePlanId = entry?.details?.usagePlanId;
  return entry?.arn && usagePlanId ? { usagePlanId, keyId: entry.arn } : undefined;
}
