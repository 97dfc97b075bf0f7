import { Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
  SessionTagsPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { SERVICES, type ServiceName, type TableName } from '../../lambdas/shared/contracts/tiers';
import { TABLE_KEY_ACTIONS, throughDynamoDb } from '../../lambdas/shared/footprint/key-use';
import type { Config } from '../config';
import { ONE_TENANT_TAG } from './footprint-arns';
import { allow, documentOf, type Grant, reasonsOf, statementOf } from './grants';
import { explain } from './nag-reasons';

/** What services do with items. */
export const ITEM_ACTIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'].map(
  (action) => `dynamodb:${action}`,
);

/** What the users service does in a user pool. */
const USER_ACTIONS = [
  'AdminCreateUser',
  'AdminGetUser',
  'AdminUpdateUserAttributes',
  'AdminDeleteUser',
  'AdminUserGlobalSignOut',
  'ListUsers',
].map((action) => `cognito-idp:${action}`);

/** How the users service tells the authorizer of a sign-out. */
const SIGN_OUT_ACTIONS = ['dynamodb:UpdateItem'];

export interface TaskRolesProps {
  config: Config;
  tables: Record<TableName, ITable>;
  /** Where the users services of the pool and of silo tenants write who signed out. */
  signOuts: Record<'pooled' | 'silo', ITable>;
  userPool: IUserPool;
}

/** What tasks may do: the pool's own roles, and the bounds of those that the workflow makes for silo tenants. */
export class TaskRoles extends Construct {
  /** Starts any task: pulls its image, writes its log. */
  readonly execution: Role;
  /** Role of the pool's tasks, one a service. */
  readonly pool: Record<ServiceName, Role>;
  /** Vends credentials that reach one tenant's items in the pooled tables. */
  readonly tenantData: Role;
  /** Vends credentials that sign out one pooled tenant's users. */
  readonly tenantSignOuts: Role;
  /** The most that a role made by the workflow can do, whatever its policies say. */
  readonly boundary: ManagedPolicy;

  constructor(scope: Construct, id: string, { config, tables, signOuts, userPool }: TaskRolesProps) {
    super(scope, id);
    const taskRole = (service: ServiceName) =>
      new Role(this, `${service}TaskRole`, {
        assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
        description: `What the pooled ${service} service may do`,
      });
    this.pool = Object.fromEntries(SERVICES.map((service) => [service, taskRole(service)])) as Record<
      ServiceName,
      Role
    >;
    this.tenantData = this.tenantDataRole(tables);
    for (const service of VENDORS) {
      allow(this.pool[service], {
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        resources: [this.tenantData.roleArn],
        conditions: ONE_TENANT_TAG,
      });
    }
    this.tenantSignOuts = this.tenantSignOutsRole(signOuts.pooled);
    allow(
      this.pool.users,
      { actions: USER_ACTIONS, resources: [userPool.userPoolArn] },
      {
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        resources: [this.tenantSignOuts.roleArn],
        conditions: ONE_TENANT_TAG,
      },
    );
    this.execution = this.executionRole(config);
    this.boundary = this.taskBoundary(config, signOuts.silo);
  }

  /**
   * The pooled services trade a verified tenant id for credentials tagged with it. DynamoDB then compares the
   * leading key of each item with that tag: a query that names another tenant is refused by IAM.
   */
  private tenantDataRole(tables: Record<TableName, ITable>): Role {
    const role = new Role(this, 'TenantDataRole', {
      assumedBy: new SessionTagsPrincipal(
        new CompositePrincipal(...VENDORS.map((service) => new ArnPrincipal(this.pool[service].roleArn))),
      ).withConditions(ONE_TENANT_TAG),
      description: 'Items of one tenant in the pooled tables, as its session tag says',
    });
    // An Advanced tenant's own products task shares the pooled table. Its role does not exist yet: the account is
    // trusted where the caller itself carries the tenant's id as a tag, and asks for no other tenant's.
    role.assumeRolePolicy?.addStatements(
      new PolicyStatement({
        principals: [new AccountRootPrincipal()],
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        conditions: { ...ONE_TENANT_TAG, ...FOR_OWN_TENANT },
      }),
    );
    allow(role, {
      actions: ITEM_ACTIONS,
      resources: Object.values(tables).map((table) => table.tableArn),
      conditions: leadingKeyIs('tenant'),
    });
    return role;
  }

  /** The pooled users service tells of sign-outs of the tenant that a token was verified for, and of no other. */
  private tenantSignOutsRole(signOuts: ITable): Role {
    const role = new Role(this, 'TenantSignOutsRole', {
      assumedBy: new SessionTagsPrincipal(new ArnPrincipal(this.pool.users.roleArn)).withConditions(
        ONE_TENANT_TAG,
      ),
      description: 'Signs out users of one tenant, as its session tag says',
    });
    allow(role, {
      actions: SIGN_OUT_ACTIONS,
      resources: [signOuts.tableArn],
      conditions: leadingKeyIs('tenant'),
    });
    return role;
  }

  /**
   * Lets silo tenants' tasks write sign-outs though a key of the stack's own encrypts their table: that its policy admits
   * our roles does not take it into their boundary. DynamoDB names the table to KMS.
   */
  reachSignOutsBy(key: IKey, signOuts: ITable): void {
    const grant = {
      actions: TABLE_KEY_ACTIONS.filter((action) => !['kms:CreateGrant', 'kms:DescribeKey'].includes(action)),
      resources: [key.keyArn],
      conditions: {
        StringEquals: {
          ...throughDynamoDb(Stack.of(this).region),
          'kms:EncryptionContext:aws:dynamodb:tableName': signOuts.tableName,
        },
      },
    };
    this.boundary.addStatements(statementOf(grant));
  }

  private executionRole({ prefix, services }: Config): Role {
    const stack = Stack.of(this);
    const role = new Role(this, 'ExecutionRole', {
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
      description: 'Pulls images and writes logs for tasks',
    });
    allow(
      role,
      {
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
        resources: SERVICES.map((service) =>
          stack.formatArn({
            service: 'ecr',
            resource: 'repository',
            resourceName: `${services.imageRepository}/${service}`,
          }),
        ),
      },
      {
        actions: ['ecr:GetAuthorizationToken'],
        resources: ['*'],
        because: 'The token is for the whole registry of the account; AWS offers `*` only.',
      },
      {
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`/${prefix}/basic`, '/tenants/tenant-*'].map((name) => logGroupArn(stack, name)),
        because:
          'Log groups of silo tenants do not exist yet; the pattern is limited to their names. A stream is named by its task.',
      },
    );
    return role;
  }

  private taskBoundary({ prefix }: Config, signOuts: ITable): ManagedPolicy {
    const stack = Stack.of(this);
    const grants: Grant[] = [
      {
        actions: ITEM_ACTIONS,
        resources: [stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: 'tenant-*' })],
        conditions: OF_OWN_TENANT,
        because: "Tables of silo tenants do not exist yet; only the role's own tenant's is reached.",
      },
      {
        actions: TABLE_KEY_ACTIONS,
        resources: [stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
        conditions: { StringEquals: { ...OF_OWN_TENANT.StringEquals, ...throughDynamoDb(stack.region) } },
        because: "KMS names keys at random; only the role's own tenant's is reached, through its tables.",
      },
      {
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        resources: [this.tenantData.roleArn],
        conditions: FOR_OWN_TENANT,
      },
      {
        actions: USER_ACTIONS,
        resources: [stack.formatArn({ service: 'cognito-idp', resource: 'userpool', resourceName: '*' })],
        conditions: OF_OWN_TENANT,
        because: "Cognito names pools at random; only the role's own tenant's is reached.",
      },
      {
        actions: SIGN_OUT_ACTIONS,
        resources: [signOuts.tableArn],
        conditions: leadingKeyIs('tenantId'),
      },
    ];
    const boundary = new ManagedPolicy(this, 'TaskBoundary', {
      managedPolicyName: `${prefix}-task-boundary`,
      description: "The most that a silo tenant's task can do",
      document: documentOf(grants),
    });
    explain(boundary, ...reasonsOf(grants));
    return boundary;
  }
}

/** Pooled services with a table: they vend themselves tenants' credentials. */
const VENDORS = ['orders', 'products'] as const satisfies ServiceName[];

/**
 * What carries the tag of the tenant that the caller's own role carries. Whatever a role's policy names, its boundary
 * reaches no other tenant's table or pool: tables and pools are tagged as they are made, and no step may tag anew what
 * has another tenant's tag. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/attribute-based-access-control.html
 */
const OF_OWN_TENANT = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
  StringEquals: { 'aws:ResourceTag/tenantId': '${aws:PrincipalTag/tenantId}' },
};
/** A session of the tenant that the caller's own role carries, and of no other. */
const FOR_OWN_TENANT = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
  StringEquals: { 'aws:RequestTag/tenant': '${aws:PrincipalTag/tenantId}' },
};

/** Items of the tenant that a tag of the caller names. */
const leadingKeyIs = (tag: string) => ({
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`\${aws:PrincipalTag/${tag}}`] },
  // "For all values" holds for none as well: a call without leading keys is refused by this.
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

const logGroupArn = (stack: Stack, name: string): string =>
  `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${name}:*`;
