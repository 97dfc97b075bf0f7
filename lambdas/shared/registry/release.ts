import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { normalizeEmail } from '../contracts/identifiers';
import {
  type AppliedResult,
  type JsonObject,
  REGISTRATION_STATUS,
  type Registration,
  type Tenant,
} from '../contracts/registry-items';
import { extraKeys } from './changes';
import type { RegistryContext } from './client';
import { keys } from './keys';
import { registrationUpdate, transactIf } from './registration-updates';
import { getTenant } from './registrations';

/**
 * Gives back what a tenant's admission took, once its footprint is gone, in one transaction: its name, its
 * mailbox in the shared pool, its slot in a cell, its access item and its lock. The rows stay, inactive and
 * with nothing that a client told of the tenant beside its name and tier, as that may be a person's: no e-mail, no data;
 * so do the ledger and the executions, for the receipt.
 *
 * @param registration as it was read: when it has changed since, nothing is written
 * @param final what the application plane tells of the end; its own keys are what the registration's data is then
 * @returns false when it has changed; read it again
 */
export async function releaseTenant(
  context: RegistryContext,
  registration: Registration,
  { changes = {}, lastResult }: { changes?: JsonObject; lastResult?: AppliedResult } = {},
): Promise<boolean> {
  const { tenantId } = registration;
  const tenant = await getTenant(context, tenantId);
  const registrationStatus =
    typeof changes.registrationStatus === 'string' ? changes.registrationStatus : REGISTRATION_STATUS.deleted;
  const reserved = tenant ? await reservationsOf(context, tenant) : [];
  return transactIf(context, [
    registrationUpdate(
      context,
      registration,
      { failure: changes.failure ?? null },
      {
        registrationStatus,
        sbtaws_active: false,
        announcement: null,
        data: extraKeys('registration', changes),
        ...(lastResult ? { lastResult } : {}),
      },
    ),
    ...(tenant
      ? [
          {
            Update: {
              TableName: context.tableName,
              Key: keys.tenant(tenantId),
              UpdateExpression: 'SET #data = :nothing REMOVE email, tenantConfig',
              ExpressionAttributeNames: { '#data': 'data' },
              ExpressionAttributeValues: { ':nothing': {} },
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
        ]
      : []),
    ...reserved.map((Key) => ({
      Delete: {
        TableName: context.tableName,
        Key,
        ConditionExpression: 'tenantId = :tenant',
        ExpressionAttributeValues: { ':tenant': tenantId },
      },
    })),
    { Delete: { TableName: context.tableName, Key: keys.access(tenantId) } },
    // An execution that was stopped once it had told of the end cannot give it back: a deleted tenant is not replayed.
    { Delete: { TableName: context.tableName, Key: keys.lock(tenantId) } },
  ]);
}

/** Keys of the reservations that are the tenant's own: another tenant may hold the same mailbox in the pool. */
async function reservationsOf(context: RegistryContext, tenant: Tenant) {
  const { email, placement } = tenant;
  const possible = [
    keys.name(tenant.tenantName),
    ...(email ? [keys.email(normalizeEmail(email))] : []),
    ...(placement.slot === undefined ? [] : [keys.slot(placement.cellId, placement.slot)]),
  ];
  const owners = await Promise.all(
    possible.map((Key) =>
      context.documents.send(new GetCommand({ TableName: context.tableName, Key, ConsistentRead: true })),
    ),
  );
  return possible.filter((_, index) => owners[index]?.Item?.tenantId === tenant.tenantId);
}
