import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { protectedTable } from './tenant-registry';

/**
 * Users of tenants who signed out or were removed, each for a day. Cognito's ID tokens outlive both, and nothing of
 * Cognito tells an authorizer of it: so the users service writes here, and the authorizer reads.
 *
 * The pool's users service may take the session of any tenant, as no policy tells tenants' tiers apart. It writes to a
 * table of its own, so that whoever has its credentials keeps nobody of a silo tenant out.
 */
export class SignOuts extends Construct {
  /** Of users of pooled tenants. */
  readonly pooled: Table;
  /** Of users of silo tenants, written by those tenants' own tasks. */
  readonly silo: Table;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    const table = (name: string) =>
      new Table(this, name, {
        partitionKey: { name: 'tenantId', type: AttributeType.STRING },
        sortKey: { name: 'userId', type: AttributeType.STRING },
        timeToLiveAttribute: 'expiresAt',
        ...protectedTable(config),
      });
    this.pooled = table('Table');
    this.silo = table('SiloTable');
  }
}
