import * as z from 'zod';
import { idSchema, tenantNameSchema } from './identifiers';
import { SERVICES, TIERS, tableNamesSchema } from './tiers';

/**
 * The tenant as it travels through a workflow: nothing personal stays in a history. What else is in it is left out, as
 * the e-mail that executions of former releases carry.
 */
export const namedTenantSchema = z.object({
  tenantId: idSchema,
  tenantRegistrationId: idSchema,
  tenantName: tenantNameSchema,
  tier: z.enum(TIERS),
});
export type NamedTenant = z.infer<typeof namedTenantSchema>;

/** The tenant as it is asked for, with its administrator's e-mail. */
export type RequestedTenant = NamedTenant & { email: string };

/** How a tenant is to leave, as an offboardingRequest may say. */
export const leavingSchema = z.object({
  retainUntil: z.iso.datetime().optional(),
  exportFirst: z.boolean().optional(),
});
export type Leaving = z.infer<typeof leavingSchema>;

/** Input of an execution. Only an offboarding's has how the tenant leaves. */
export const workflowInputSchema = z.strictObject({
  tenant: namedTenantSchema,
  eventId: z.string(),
  offboarding: leavingSchema.optional(),
  /** Of an offboarding: when it was asked for. */
  requestedAt: z.string().optional(),
});

/** Error of an offboarding that an operator stopped in its retention period: no failure. */
export const OFFBOARDING_CANCELLED = 'OffboardingCancelled';

/**
 * A cell as the application plane sees it: REST API + VPC link + load balancer. `shared-infra-stack` writes one
 * SSM parameter a cell with this JSON (a Lambda's environment is limited to 4 KB, cells are not).
 */
export const cellSchema = z.strictObject({
  id: z.string(),
  /** Base URL that tenants call. */
  apiUrl: z.string(),
  /** Base URL of the internal load balancer; VerifyTenant asks through it. */
  loadBalancerUrl: z.string(),
  listenerArn: z.string(),
  loadBalancerSecurityGroupId: z.string(),
});
export type Cell = z.infer<typeof cellSchema>;

/** What BeginOnboarding decides once and every later step receives. */
export const onboardingPlanSchema = z.strictObject({
  tenant: namedTenantSchema,
  executionArn: z.string(),
  /** A former execution has onboarded the tenant: there is nothing to do. */
  alreadyInService: z.boolean(),
  /** Own services, identity and network. False: the pool serves the tenant. */
  silo: z.boolean(),
  ownCluster: z.boolean(),
  /** Where a silo without a cluster of its own runs. */
  advancedClusterArn: z.string(),
  cell: cellSchema,
  /** `basic` or the tenant id. */
  tenantPath: z.string(),
  /** One a service to deploy; empty for a pooled tenant. */
  services: z.array(
    z.strictObject({
      name: z.enum(SERVICES),
      /** Listener rule priority, unique on the cell's listener. */
      priority: z.number().int().positive(),
    }),
  ),
});
export type OnboardingPlan = z.infer<typeof onboardingPlanSchema>;

export const identitySchema = z.strictObject({ userPoolId: z.string(), appClientId: z.string() });
export type Identity = z.infer<typeof identitySchema>;

/** Where a silo tenant's services run. Absent fields belong to steps that a tier does not have. */
export const footprintSchema = z.strictObject({
  clusterArn: z.string(),
  securityGroupId: z.string(),
  namespaceArn: z.string(),
  logGroupName: z.string(),
  /** Names of the tables that the tenant's services use, own or shared. */
  tables: tableNamesSchema,
  /** Of the tenant's own key, where it has one. */
  encryptionKeyArn: z.string().optional(),
});
export type Footprint = z.infer<typeof footprintSchema>;

/** Input of a step that needs the plan only. */
export const planInputSchema = z.strictObject({ plan: onboardingPlanSchema });

/** Input of a step that needs the plan and the tenant's identity. */
export const identifiedInputSchema = z.strictObject({ plan: onboardingPlanSchema, identity: identitySchema });

/** A service of a silo tenant, deployed but perhaps not yet in service. */
export const deployedServiceSchema = z.strictObject({
  name: z.enum(SERVICES),
  serviceArn: z.string(),
  targetGroupArn: z.string(),
});
export type DeployedService = z.infer<typeof deployedServiceSchema>;

/** What BeginOffboarding decides once and every later step receives. */
export const offboardingPlanSchema = z.strictObject({
  tenant: namedTenantSchema,
  executionArn: z.string(),
  /** A former execution has removed all, or the offboarding was cancelled before it began. */
  nothingToRemove: z.boolean(),
  /** Own services, identity and network. False: the pool served the tenant. */
  silo: z.boolean(),
  ownCluster: z.boolean(),
  /** Where a silo without a cluster of its own runs. */
  advancedClusterArn: z.string(),
  /** The cell's listener, on which the tenant's rules are. */
  listenerArn: z.string(),
  /** Services to remove; empty for a pooled tenant. */
  services: z.array(z.enum(SERVICES)),
  /** Whether the tenant's data is exported before it is deleted. */
  exportFirst: z.boolean(),
  /** Folder of that export; absent where there is none. */
  exportName: z.string().optional(),
  /** Until when the data is kept; absent: not at all. */
  retainUntil: z.iso.datetime().optional(),
});
export type OffboardingPlan = z.infer<typeof offboardingPlanSchema>;

/** Input of an offboarding step that needs the plan only. */
export const offboardingInputSchema = z.strictObject({ plan: offboardingPlanSchema });

/** What BeginSuspension decides once and every later step of a suspension or resumption receives. */
export const suspensionPlanSchema = z.strictObject({
  tenant: namedTenantSchema,
  executionArn: z.string(),
  /** Own services, to be scaled. */
  silo: z.boolean(),
  /** Cluster of the tenant's own services. */
  cluster: z.string(),
  cell: cellSchema,
  /** `basic` or the tenant id. */
  tenantPath: z.string(),
});
export type SuspensionPlan = z.infer<typeof suspensionPlanSchema>;

/** What it takes to ask a tenant's services: every plan of a tenant that is served has it. */
export const routePlanSchema = z.object({ cell: cellSchema, tenantPath: z.string() });
export type RoutePlan = z.infer<typeof routePlanSchema>;
