import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ClientOfTenant } from '../data/tenant-clients';
import { attempt, NO_TENANT, type TryIsolation } from './attempt';

/** A table that there is not, called as silo tenants' are: IAM refuses by the name, before anything is looked up. */
const TABLE_OF_NO_TENANT = `tenant-${NO_TENANT}`;

export interface ItemIsolation {
  clientOf: ClientOfTenant;
  tableName: string;
  /** As ItemTable's: the sort key is `${kind}Id`. */
  kind: string;
  /** The table is shared: sessions of one tenant read it. */
  pooled: boolean;
  /** The task works for one tenant. */
  silo: boolean;
}

/** Tries reads of a table: by the tenant's own key, and what would be another tenant's. */
export function tryItems({ clientOf, tableName, kind, pooled, silo }: ItemIsolation): TryIsolation {
  const read = (as: string, TableName: string, tenantId: string) => () =>
    clientOf(as).send(
      new GetItemCommand({ TableName, Key: { tenantId: { S: tenantId }, [`${kind}Id`]: { S: NO_TENANT } } }),
    );
  return async (tenantId) => {
    // First: a session that has just been vended then serves the others too.
    const own = await attempt(`read an own ${kind}`, read(tenantId, tableName, tenantId));
    const others = [
      attempt('read a table of another tenant', read(tenantId, TABLE_OF_NO_TENANT, tenantId)),
      attempt(`read all ${kind}s`, () =>
        clientOf(tenantId).send(new ScanCommand({ TableName: tableName, Limit: 1 })),
      ),
      // A table of its own holds no other tenant's items.
      ...(pooled ? [attempt(`read another tenant's ${kind}`, read(tenantId, tableName, NO_TENANT))] : []),
      // The pool's tasks serve every tenant whose token is verified; a silo's serve one.
      ...(pooled && silo
        ? [attempt('have a session of another tenant', read(NO_TENANT, tableName, NO_TENANT))]
        : []),
    ];
    return { own: [own], others: await Promise.all(others) };
  };
}
