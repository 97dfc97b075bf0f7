/** What the Admin API answers, as far as this command line shows it. */

/** Why an execution failed. */
export interface Failure {
  state: string;
  error: string;
  cause: string;
  executionArn: string;
}

export interface Registration {
  tenantRegistrationId: string;
  tenantId: string;
  sbtaws_active: boolean;
  registrationStatus: string;
  /** Ours has the shape of {@link Failure}; a foreign application plane's may have any. */
  failure?: unknown;
}

/** A flat row: the tenant's attributes with those of its registration, and whatever else was given at onboarding. */
export interface TenantRow {
  tenantId: string;
  tenantRegistrationId: string;
  tenantName: string;
  /** Absent once the tenant is deleted. */
  email?: string;
  tier: string;
  sbtaws_active: boolean;
  registrationStatus: string;
  createdAt?: string;
  failure?: unknown;
}

export interface TenantConfig {
  userPoolId: string;
  appClientId: string;
  apiGatewayUrl: string;
}

export interface ExecutionSummary {
  name: string;
  executionArn: string;
  operation: string;
  /** As Step Functions has it: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE. */
  status: string;
  startedAt: string;
  stoppedAt?: string;
  redriveCount: number;
}

export interface ExecutionState {
  state: string;
  entered: string;
  left?: string;
  seconds?: number;
  /** How often it was tried; more than one after retries. */
  tries: number;
  error?: string;
  cause?: string;
}

export interface Execution extends ExecutionSummary {
  timeline: ExecutionState[];
  failure?: Failure;
  consoleUrl: string;
}

export interface NewTenant {
  tenantName: string;
  email: string;
  tier: string;
  /** Prices of a billing system: which price counts which metric. */
  prices?: { id: string; metricName: string }[];
}

export interface Accepted {
  tenantRegistrationId: string;
  tenantId: string;
  message: string;
}
