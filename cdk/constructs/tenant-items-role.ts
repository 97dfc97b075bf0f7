import { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { ArnPrincipal, CompositePrincipal, Role, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { ONE_TENANT_TAG } from './footprint-arns';
import { allow } from './grants';

export interface TenantItemsRoleProps {
  config: Config;
  /** The pool's tables. */
  tables: ITable[];
  /** Roles of the functions that may work on a tenant's items. */
  trusted: Role[];
}

/**
 * Vends credentials that read and delete one tenant's items in the pool's tables. Steps that work on a tenant's items
 * have no right on the tables themselves: a defect of theirs cannot reach a neighbour, since IAM refuses it.
 */
export class TenantItemsRole extends Construct {
  constructor(scope: Construct, id: string, { config, tables, trusted }: TenantItemsRoleProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      roleName: nameOf(config),
      assumedBy: new SessionTagsPrincipal(
        new CompositePrincipal(...trusted.map(({ roleArn }) => new ArnPrincipal(roleArn))),
      ).withConditions(ONE_TENANT_TAG),
      description:
        'Items of one tenant in the pooled tables, as its session tag says, to export and delete them',
    });
    allow(role, {
      actions: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
      resources: tables.map((table) => table.tableArn),
      conditions: {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] },
        // "For all values" holds for none as well: a call without leading keys is refused by this.
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
  }
}

/** By name, since the functions that it trusts are made with it in their environment. */
export const tenantItemsRoleArn = (scope: Construct, config: Config): string =>
  Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: nameOf(config),
  });

const nameOf = ({ prefix }: Config): string => `${prefix}-tenant-items`;
