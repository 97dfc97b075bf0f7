import { type CreateRoleCommandInput, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Deployment } from '../../lambdas/onboarding/deploy-service/deployment';
import { createTaskRole } from '../../lambdas/onboarding/deploy-service/task-role';
import { tenantTags } from '../../lambdas/shared/aws/tags';
import { footprintName } from '../../lambdas/shared/contracts/identifiers';
import { ISOLATION, SERVICES, TABLES } from '../../lambdas/shared/contracts/tiers';
import { buildFootprint, buildPlan, buildWorkflowTenant } from '../builders/onboarding';
import { ACCOUNT, buildTemplates, REGION, type Resource } from '../builders/stacks';
import { resolver } from './resolve';

export interface Document {
  Version: string;
  Statement: { Effect: string; [element: string]: unknown }[];
}

/** A role with all that says what it may do. */
export interface RolePolicies {
  name: string;
  arn: string;
  identity: Document[];
  boundary?: Document;
  trust: Document;
  tags: Record<string, string>;
}

/** Who asks: a session of a role. */
export interface Principal {
  name: string;
  /** The tenant that it works for; absent for the product's own. */
  tenant?: string;
  /** A task of the pool, or a session that one can have of any tenant. */
  pool?: true;
  role: RolePolicies;
  /** Of the role and of the session. */
  tags: Record<string, string>;
}

/** A tenant of the matrix and the ARNs of what it has. */
export interface MatrixTenant {
  key: string;
  id: string;
  footprint: string;
  userPoolArn: string;
  /** Own tables by what they hold. */
  tables: Partial<Record<'orders' | 'products', string>>;
  /** Of its own key, in a tier that has one. */
  keyArn?: string;
  roleArns: string[];
}

/** Names by which the roles of the templates are picked out, and of which the pool's tasks can have sessions. */
const SESSIONS = [
  ['TenantDataRole', 'data', { pool: true }],
  ['TenantSignOutsRole', 'sign-outs', { pool: true }],
  ['TenantItems', 'items', {}],
] as const;
const TASK_OF_THE_POOL = /TaskRoles(orders|products|users)TaskRole/;

export interface Scene {
  principals: Principal[];
  tenants: MatrixTenant[];
  roles: RolePolicies[];
  /** ARNs of shared resources, by what they are. */
  shared: Record<
    | 'orders'
    | 'products'
    | 'signOuts'
    | 'siloSignOuts'
    | 'registry'
    | 'sharedPool'
    | 'operatorPool'
    | 'boundary',
    string
  >;
}

/** Every role of the templates and every role that the workflow makes for a tenant of each tier, with sessions of theirs. */
export async function setScene(): Promise<Scene> {
  const { templates, all } = buildTemplates({
    encryption: { keys: 'customer' },
    operatorEmail: 'o@example.com',
    alarmEmail: 'a@example.com',
  });
  const { resolve, arnOf } = resolver(templates);
  const find = (type: string, pattern: RegExp) => {
    const found = all.filter(({ Type, name }) => Type === type && pattern.test(name));
    if (found.length !== 1) throw new Error(`${type} like ${pattern}: ${found.map(({ name }) => name)}`);
    const [stack = '', id = ''] = found[0]?.name.split('/') ?? [];
    return { arn: arnOf(stack, id, found[0] as Resource), resource: found[0] as Resource, stack };
  };
  const boundary = find('AWS::IAM::ManagedPolicy', /TaskBoundary/);
  const boundaryDocument = resolve(boundary.stack, boundary.resource.Properties.PolicyDocument) as Document;
  const shared = {
    orders: find('AWS::DynamoDB::Table', /Tables.*orders/i).arn,
    products: find('AWS::DynamoDB::Table', /Tables.*products/i).arn,
    signOuts: find('AWS::DynamoDB::Table', /SignOutsTable/).arn,
    siloSignOuts: find('AWS::DynamoDB::Table', /SignOutsSiloTable/).arn,
    registry: find('AWS::DynamoDB::Table', /Registry/).arn,
    sharedPool: find('AWS::Cognito::UserPool', /TenantPool/).arn,
    operatorPool: find('AWS::Cognito::UserPool', /Operator/).arn,
    boundary: boundary.arn,
  };
  const templateRoles = rolesOf(all, resolve, arnOf);
  const arnOfRole = (pattern: RegExp) => templateRoles.find(({ name }) => pattern.test(name))?.arn ?? '';
  const tenants: MatrixTenant[] = [];
  const principals: Principal[] = templateRoles.map((role) => ({
    ...{ name: role.name, role, tags: role.tags },
    ...(TASK_OF_THE_POOL.test(role.name) && { pool: true }),
  }));
  const made: RolePolicies[] = [];
  for (const key of ['B1', 'B2', 'A1', 'A2', 'P1', 'P2']) {
    const tier = ({ B: 'BASIC', A: 'ADVANCED', P: 'PREMIUM' } as const)[key.charAt(0) as 'B' | 'A' | 'P'];
    const tenant = buildWorkflowTenant({ tier, tenantId: `id-of-${key}`, tenantName: key.toLowerCase() });
    const footprint = footprintName(tenant);
    const own = ISOLATION[tier].ownTables;
    const tableArn = (table: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${footprint}-${table}`;
    const userPoolId = `${REGION}_${key}`;
    const userPoolArn = `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${userPoolId}`;
    const keyArn = ISOLATION[tier].ownKey ? `arn:aws:kms:${REGION}:${ACCOUNT}:key/key-of-${key}` : undefined;
    const roles: RolePolicies[] = [];
    if (ISOLATION[tier].silo) {
      for (const service of SERVICES) {
        const role = await roleOfTask({
          plan: buildPlan(tenant),
          identity: { userPoolId, appClientId: 'client' },
          footprint: buildFootprint({
            encryptionKeyArn: keyArn,
            tables: Object.fromEntries(
              TABLES.map((table) => [
                table,
                own.includes(table) ? `${footprint}-${table}` : (shared[table].split('/').at(-1) ?? ''),
              ]),
            ) as { orders: string; products: string },
          }),
          service: { name: service, priority: 10 },
          surroundings: {
            taskBoundaryArn: shared.boundary,
            tenantDataRoleArn: arnOfRole(/TenantDataRole/),
            signOutsTableName: shared.siloSignOuts.split('/').at(-1) ?? '',
          } as Deployment['surroundings'],
          name: `${footprint}-${service}`,
          tags: tenantTags(tenant),
        });
        roles.push({ ...role, boundary: boundaryDocument });
      }
    }
    made.push(...roles);
    tenants.push({
      ...{ key, id: tenant.tenantId, footprint },
      userPoolArn: roles.length > 0 ? userPoolArn : shared.sharedPool,
      tables: Object.fromEntries(own.map((table) => [table, tableArn(table)])),
      ...(keyArn && { keyArn }),
      roleArns: roles.map(({ arn }) => arn),
    });
    principals.push(
      ...roles.map((role) => ({ name: role.name, tenant: key, role, tags: role.tags })),
      ...SESSIONS.map(([pattern, what, pool]) => {
        const role = templateRoles.find(({ name }) => name.includes(pattern)) as RolePolicies;
        const tags = { ...role.tags, tenant: tenant.tenantId };
        return { name: `session-${what}-of-${key}`, tenant: key, ...pool, role, tags };
      }),
    );
  }
  return { principals, tenants, roles: [...templateRoles, ...made], shared };
}

type Resolve = ReturnType<typeof resolver>['resolve'];

function rolesOf(
  all: (Resource & { name: string })[],
  resolve: Resolve,
  arnOf: ReturnType<typeof resolver>['arnOf'],
): RolePolicies[] {
  const policies = all.filter(({ Type }) => Type === 'AWS::IAM::Policy');
  return all
    .filter(({ Type }) => Type === 'AWS::IAM::Role')
    .map(({ name, ...resource }) => {
      const [stack = '', id = ''] = name.split('/');
      const { Properties } = resource;
      const attached = policies.filter(
        ({ name: policy, Properties: { Roles = [] } }) =>
          policy.startsWith(`${stack}/`) && Roles.some((role: { Ref?: string }) => role.Ref === id),
      );
      const documents = [
        ...attached.map((policy) => policy.Properties.PolicyDocument),
        ...(Properties.Policies ?? []).map((policy: { PolicyDocument: unknown }) => policy.PolicyDocument),
      ];
      return {
        name,
        arn: arnOf(stack, id, resource),
        identity: documents.map((document) => resolve(stack, document) as Document),
        trust: resolve(stack, Properties.AssumeRolePolicyDocument) as Document,
        tags: Object.fromEntries((Properties.Tags ?? []).map(({ Key, Value }: Tag) => [Key, String(Value)])),
      };
    });
}

interface Tag {
  Key: string;
  Value: unknown;
}

/** The role that deploy-service makes for a service's tasks, taken from its own calls. */
async function roleOfTask(deployment: Deployment): Promise<RolePolicies> {
  const sent: { input: CreateRoleCommandInput & { PolicyDocument?: string } }[] = [];
  const iam = { send: async (command: (typeof sent)[number]) => void sent.push(command) };
  const arn = await createTaskRole(iam as unknown as IAMClient, deployment);
  const [role, policy] = sent;
  if (!(policy instanceof PutRolePolicyCommand)) throw new Error('a task role is made in another way');
  return {
    name: deployment.name,
    arn,
    identity: [JSON.parse(policy.input.PolicyDocument ?? '{}')],
    trust: JSON.parse(role?.input.AssumeRolePolicyDocument ?? '{}'),
    tags: Object.fromEntries((role?.input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}
