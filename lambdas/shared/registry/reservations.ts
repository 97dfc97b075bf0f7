import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { RegistryContext } from './client';
import { keys } from './keys';

/** Whether a tenant's name, or a mailbox in the shared pool, is somebody's; see admission.ts. */
export async function isReserved(
  context: RegistryContext,
  wanted: { name: string } | { email: string },
): Promise<boolean> {
  const { Item } = await context.documents.send(
    new GetCommand({
      TableName: context.tableName,
      Key: 'name' in wanted ? keys.name(wanted.name) : keys.email(wanted.email),
      ConsistentRead: true,
    }),
  );
  return Item !== undefined;
}
