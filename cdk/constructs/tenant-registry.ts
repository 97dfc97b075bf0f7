import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import {
  DIRECTORY_ATTRIBUTES,
  DIRECTORY_INDEX,
  EXPIRES_AT,
  LIST_INDEX,
} from '../../lambdas/shared/registry/keys';
import type { Config } from '../config';

/** The one table of the control plane: registrations, tenants, their ledgers, executions, locks and places. */
export class TenantRegistry extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      // Counts of refused requests go by themselves.
      timeToLiveAttribute: EXPIRES_AT,
      ...protectedTable(config),
    });
    this.table.addGlobalSecondaryIndex({
      indexName: LIST_INDEX,
      partitionKey: { name: 'listPk', type: AttributeType.STRING },
      sortKey: { name: 'listSk', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: DIRECTORY_INDEX,
      partitionKey: { name: 'listPk', type: AttributeType.STRING },
      sortKey: { name: 'listSk', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: DIRECTORY_ATTRIBUTES,
    });
  }
}

/** How every table of ours is kept: on demand, encrypted, restorable to any second of 35 days. */
export const protectedTable = (config: Config) => ({
  billingMode: BillingMode.PAY_PER_REQUEST,
  encryption: TableEncryption.AWS_MANAGED,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: config.deletionProtection,
  removalPolicy: removalPolicyOf(config),
});

/** What becomes of data when its stack is deleted. */
export const removalPolicyOf = ({ removalPolicy }: Pick<Config, 'removalPolicy'>): RemovalPolicy =>
  removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
