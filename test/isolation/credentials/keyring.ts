import { paginateListRoles } from '@aws-sdk/client-iam';
import { SERVICES, type ServiceName } from '../../../lambdas/shared/contracts/tiers';
import type { Member } from '../requests/member';
import type { Estate, HeldTable } from './estate';
import { type Holder, taskHolders } from './holder';

/** Roles that all tenants share, by what they are for. */
const SHARED_ROLES = {
  tenantData: /TenantDataRole/,
  tenantSignOuts: /TenantSignOutsRole/,
  tenantItems: /-tenant-items$/,
  execution: /TaskRolesExecutionRole/,
  poolOrders: /TaskRolesordersTaskRole/,
  poolProducts: /TaskRolesproductsTaskRole/,
  poolUsers: /TaskRolesusersTaskRole/,
  authorizer: /shared-infra-stack-Authorizer/,
  removeData: /OffboardingStepsremovedata/,
  revokeAccess: /OffboardingStepsrevokeaccess/,
  exportData: /ExportStepsexportdata/,
  reconciler: /ReconcilerReconcile/,
  scaleServices: /SuspensionStepsscaleservices/,
  awaitServices: /OnboardingStepsawaitservices/,
} as const;
export type SharedRole = keyof typeof SHARED_ROLES;

/** Functions whose rights make them the legitimate ones for what no tenant may do. */
const FUNCTIONS = [
  'authorizer',
  'removeData',
  'revokeAccess',
  'exportData',
  'reconciler',
  'scaleServices',
  'awaitServices',
  // No function's, but like one: ECS itself uses it for every task.
  'execution',
] as const satisfies SharedRole[];

/** Everybody who holds credentials: the product's own, and those that work for one tenant. */
export interface Keyring {
  root: Holder;
  arns: Record<SharedRole, string>;
  /** The table that Basic and Advanced tenants share. */
  pooledProducts: HeldTable;
  pool: Record<ServiceName, Holder>;
  functions: Record<(typeof FUNCTIONS)[number], Holder>;
  /** By a member's key. */
  of: Record<string, MemberKeys>;
}

/** Credentials that work for a tenant: what an attacker has who has taken over its tasks. */
export interface MemberKeys {
  /** Own task roles, and the pool's where the tier has none. */
  tasks: Record<ServiceName, Holder>;
  /** ARNs of its own task roles. */
  taskRoleArns: string[];
  /** Vends its sessions of the pooled tables: its own task where those may, else the pool's. */
  vendor: Holder;
  /** Session tagged with its id: items of the pooled tables, as its services have it. */
  data: Holder;
  /** The same with a tag that would pass on to further sessions. */
  passingOn: Holder;
  /** Session tagged with its id that exports and deletes its items in the pooled tables. */
  items: Holder;
  /** Session tagged with its id that signs out its users, as the pool's users service has it. */
  signOuts: Holder;
  all: Holder[];
}

export async function keyringOf(
  cast: readonly Member[],
  estates: ReadonlyMap<Member, Estate>,
  root: Holder,
): Promise<Keyring> {
  const { arns, own } = await rolesOf(root);
  const asTask = taskHolders(root);
  const pool = await eachOf(SERVICES, (service) => {
    const role = `pool${service.charAt(0).toUpperCase()}${service.slice(1)}` as SharedRole;
    return asTask(`pool-${service}`, arns[role]);
  });
  // The local AWS lets its root play any service that a role trusts.
  const functions = await eachOf(FUNCTIONS, (name) => root.assume(name, { RoleArn: arns[name] }));
  const pooledProducts = [...estates.values()].map(({ products }) => products).find(({ own }) => !own);
  if (!pooledProducts) throw new Error('no tenant has its products in the pooled table');
  const shared = { root, arns, pool, functions, pooledProducts };
  const of: Record<string, MemberKeys> = {};
  for (const member of cast) {
    const { footprint } = estates.get(member) as Estate;
    const arnOf = (service: ServiceName) => own.get(`${footprint}-${service}`);
    const tasks = await eachOf(SERVICES, async (service) => {
      const arn = arnOf(service);
      return arn ? asTask(`task-${service}`, arn) : pool[service];
    });
    const taskRoleArns = SERVICES.flatMap((service) => arnOf(service) ?? []);
    of[member.key] = { ...(await sessionsOf(member, shared, tasks)), tasks, taskRoleArns };
  }
  return { ...shared, of };
}

async function sessionsOf(
  { tenantId, tier }: Member,
  { arns, pool, functions }: Omit<Keyring, 'of'>,
  tasks: Record<ServiceName, Holder>,
) {
  const Tags = [{ Key: 'tenant', Value: tenantId }];
  const vendor = tier === 'Advanced' ? tasks.products : pool.orders;
  const data = { RoleArn: arns.tenantData, Tags };
  const sessions = {
    data: await vendor.assume('session-data', data),
    passingOn: await vendor.assume('session-data-transitive', { ...data, TransitiveTagKeys: ['tenant'] }),
    items: await functions.removeData.assume('session-items', { RoleArn: arns.tenantItems, Tags }),
    signOuts: await pool.users.assume('session-sign-outs', { RoleArn: arns.tenantSignOuts, Tags }),
  };
  return { vendor, ...sessions, all: [...Object.values(tasks), ...Object.values(sessions)] };
}

/** ARNs of the shared roles, and of the tenants' by name. */
export async function rolesOf({ iam: client }: Holder) {
  const found = new Map<string, string>();
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { RoleName = '', Arn = '' } of Roles) found.set(RoleName, Arn);
  }
  const arns = Object.fromEntries(
    Object.entries(SHARED_ROLES).map(([name, pattern]) => {
      const fitting = [...found].filter(([roleName]) => pattern.test(roleName));
      if (fitting.length !== 1) throw new Error(`roles like ${pattern}: ${fitting.join(', ') || 'none'}`);
      return [name, fitting[0]?.[1]];
    }),
  ) as Record<SharedRole, string>;
  return { arns, own: new Map([...found].filter(([, arn]) => arn.includes(':role/tenants/'))) };
}

async function eachOf<K extends string, T>(names: readonly K[], make: (name: K) => Promise<T>) {
  const made = await Promise.all(names.map(async (name) => [name, await make(name)] as const));
  return Object.fromEntries(made) as Record<K, T>;
}
