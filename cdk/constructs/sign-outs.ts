import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { protectedTable } from './tenant-registry';

/**
 * Users of tenants who signed out or were removed, each for a day. Cognito's ID tokens outlive both, and nothing of
 * Cognito tells an authorizer of it: so the users service writes here, and the authorizer reads.
 */
export class SignOuts extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'tenantId', type: AttributeType.STRING },
      sortKey: { name: 'userId', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      ...protectedTable(config),
    });
  }
}
