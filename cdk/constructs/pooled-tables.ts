import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { TABLES, type TableName } from '../../lambdas/shared/contracts/tiers';
import type { Config } from '../config';
import { protectedTable } from './tenant-registry';

/** Tables that tenants share: each tenant's items under its own id as leading key, which IAM compares. */
export class PooledTables extends Construct {
  readonly byName: Record<TableName, Table>;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    this.byName = Object.fromEntries(
      TABLES.map((name) => [
        name,
        new Table(this, name, {
          partitionKey: { name: 'tenantId', type: AttributeType.STRING },
          sortKey: { name: `${name.slice(0, -1)}Id`, type: AttributeType.STRING },
          ...protectedTable(config),
        }),
      ]),
    ) as Record<TableName, Table>;
  }
}
