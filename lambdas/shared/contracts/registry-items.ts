import type { Tier } from './tiers';

/** Any JSON value a client may attach to a tenant or registration; kept as it came. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Why an execution ended without success: what an operator reads first. */
export interface Failure {
  /** Name of the state that failed. */
  state: string;
  error: string;
  cause: string;
  executionArn: string;
}

export interface Registration {
  tenantRegistrationId: string;
  tenantId: string;
  /** False once the tenant is deleted. */
  sbtaws_active: boolean;
  /** Free text of the planes; ours are the values of {@link REGISTRATION_STATUS}. */
  registrationStatus: string;
  failure?: Failure;
  /** Present while an event about this registration has to go out; see registry/announcements.ts. */
  announcement?: Announcement;
  /** The application plane's latest report that was applied: an older one that arrives late is passed over. */
  lastResult?: AppliedResult;
  /** When its failed execution was last resumed: an older failure that arrives late is passed over. */
  resumedAt?: string;
  /** When its offboarding was last cancelled: what was asked for before, and arrives late, removes nothing. */
  cancelledAt?: string;
  /** What the client chose for the end of the tenant; absent: as configured. */
  offboarding?: OffboardingChoice;
  /** Once the footprint is gone. */
  receipt?: DeletionReceipt;
  /** ISO 8601 instants. */
  createdAt: string;
  updatedAt: string;
  /** Whatever else the client or a plane wrote into tenantRegistrationData; of a deleted tenant, with its end. */
  data: JsonObject;
}

/** How a tenant leaves. */
export interface OffboardingChoice {
  /** Until when its data is kept and the offboarding can be cancelled. */
  retainUntil?: string;
  /** Whether its data is exported before it is deleted. */
  exportFirst?: boolean;
  /** Name of that export, once decided: a replay goes on with the same, whatever its own name. */
  exportName?: string;
  /**
   * `ordered` by the client, `waiting` for the end of the period, `removing`: too late to cancel, `cancelled`: the
   * workflow removes nothing.
   */
  state: 'ordered' | 'waiting' | 'removing' | 'cancelled';
}

/** An event that was decided on in the same write as what it tells of, and is not yet known to be on the bus. */
export interface Announcement {
  /** Tells one attempt from the next. */
  attempt: string;
  state: 'pending' | 'failed';
  at: string;
}

export interface AppliedResult {
  result: ProvisionResultName;
  eventId: string;
  /** When the application plane published it. */
  at: string;
}

export type ProvisionResultName =
  | 'provisionSuccess'
  | 'provisionFailure'
  | 'deprovisionSuccess'
  | 'deprovisionFailure'
  | 'activateSuccess'
  | 'activateFailure'
  | 'deactivateSuccess'
  | 'deactivateFailure';

export const REGISTRATION_STATUS = {
  inProgress: 'In progress',
  created: 'Created',
  deleting: 'Deleting',
  deleted: 'Deleted',
  suspended: 'Suspended',
  failedToProvision: 'Failed to provision',
  failedToDeprovision: 'Failed to deprovision',
} as const;

/** What a registration shows of an operation while its result is awaited, and once it has failed. */
export const STATUS_OF = {
  onboarding: { awaited: REGISTRATION_STATUS.inProgress, failed: REGISTRATION_STATUS.failedToProvision },
  offboarding: { awaited: REGISTRATION_STATUS.deleting, failed: REGISTRATION_STATUS.failedToDeprovision },
} as const;
type ShownOperation = keyof typeof STATUS_OF;
const SHOWN = Object.keys(STATUS_OF) as ShownOperation[];

/** The operation of which a status shows this; undefined for a status that shows it of none. */
export const operationThatIs = (state: 'awaited' | 'failed', status: string): ShownOperation | undefined =>
  SHOWN.find((operation) => STATUS_OF[operation][state] === status);

/** What the planes alone report. */
export const REPORTED: readonly string[] = Object.values(REGISTRATION_STATUS).filter(
  (status) => status !== REGISTRATION_STATUS.inProgress,
);

/** Whether a status is one that the planes alone report, so that no registration can begin with it. */
export const isReported = (status: string): boolean => REPORTED.includes(status);

/** A place in a cell: it fixes the tenant's listener-rule priorities. Pooled tenants have none. */
export interface Placement {
  cellId: string;
  /** From 0; absent for a pooled tenant, which shares the pool's rules. */
  slot?: number;
}

export interface Tenant {
  tenantId: string;
  tenantRegistrationId: string;
  tenantName: string;
  /** Of the tenant's administrator; removed when the tenant is deleted. */
  email?: string;
  tier: Tier;
  placement: Placement;
  /** JSON string of userPoolId, appClientId, apiGatewayUrl once the tenant is provisioned. */
  tenantConfig?: string;
  createdAt: string;
  /** `prices` and whatever else came in tenantData; empty once the tenant is deleted. */
  data: JsonObject;
}

/** What the authorizer needs of a tenant, and nothing else: it reads this item on each uncached request. */
export interface TenantAccess {
  tenantId: string;
  status: 'provisioning' | 'active' | 'suspended' | 'revoked';
  /** What it was when it was last revoked: what a cancelled offboarding brings it back to. */
  statusBefore?: 'active' | 'suspended';
  tier: Tier;
  /** Value (not id) of the tenant's own API key: what API Gateway meters by. */
  apiKey: string;
  /** Set by activation. */
  userPoolId?: string;
  appClientId?: string;
  /** `basic` for the pool, else the tenant id: the ALB routes by it. */
  tenantPath?: string;
  cellId?: string;
}

export type ResourceType =
  | 'UserPool'
  | 'UserPoolClient'
  | 'User'
  | 'ApiKey'
  | 'UsagePlanKey'
  | 'Cluster'
  | 'Namespace'
  | 'SecurityGroup'
  | 'EncryptionKey'
  | 'Table'
  | 'LogGroup'
  | 'Role'
  | 'TaskDefinition'
  | 'TargetGroup'
  | 'ListenerRule'
  | 'Service'
  /** Items of one tenant in a shared table, and its users in the shared pool: they enter as they are deleted. */
  | 'Items'
  | 'Users';

/** One resource of a tenant's footprint, written as planned before AWS is asked to make it. */
export interface LedgerEntry {
  type: ResourceType;
  /** Deterministic: the same tenant and step always plan the same name. Unique within its type and tenant. */
  name: string;
  state: 'planned' | 'created' | 'deleted';
  /** ARN or AWS-given id, known once created. */
  arn?: string;
  /** Facts that teardown needs beside the name (a rule's listener, a user's pool, a service's cluster). */
  details?: { [key: string]: string };
  plannedAt: string;
  createdAt?: string;
  deletedAt?: string;
  /** How many were deleted, of what is counted (Items, Users). */
  count?: number;
  executionArn: string;
}

/** Proof of a tenant's deletion; stays on its registration when all else has gone. Holds nothing personal. */
export interface DeletionReceipt {
  executionArn: string;
  completedAt: string;
  resources: ReceiptLine[];
  /** Where the tenant's data was written before it was deleted; the bucket keeps it for some time. */
  export?: { bucket: string; manifestKey: string };
}

export interface ReceiptLine {
  type: ResourceType;
  /** Of a user, the id: the name is an e-mail address. */
  name: string;
  arn?: string;
  createdAt?: string;
  /** Where no creation is recorded: it was made no earlier than this, if it was made. */
  plannedAt?: string;
  deletedAt: string;
  count?: number;
}

/** What changes a tenant: one at a time, and both planes are told of its end. */
export type LifecycleOperation = 'onboarding' | 'offboarding' | 'activation' | 'deactivation';

/** What is executed for a tenant. An export reads only: it takes no lock, and nobody is told but who asks. */
export type Operation = LifecycleOperation | 'export';

export interface OperationLock {
  operation: Operation;
  executionArn: string;
  since: string;
}

/** An execution that was started for a tenant. Its state lives in Step Functions; this is how to find it. */
export interface ExecutionRecord {
  name: string;
  executionArn: string;
  operation: Operation;
  startedAt: string;
}
