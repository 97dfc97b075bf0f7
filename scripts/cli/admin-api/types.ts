import type { paths } from '../openapi-types';

/** What the Admin API takes and answers, by the names that this command line uses; the shapes are the API's own. */

type Answer<Operation> = Operation extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;
type Data<Operation> = Answer<Operation> extends { data: infer Inner } ? Inner : never;

export type NewTenant =
  paths['/tenant-registrations']['post']['requestBody']['content']['application/json']['tenantData'];

export type Accepted =
  paths['/tenant-registrations']['post']['responses'][201]['content']['application/json']['data'];

/** `failure` has the shape of an execution's when our workflow failed; a foreign application plane's may have any. */
export type Registration = Data<paths['/tenant-registrations/{id}']['get']>;

/** A flat row: the tenant's attributes with those of its registration, and whatever else was given at onboarding. */
export type TenantRow = Data<paths['/tenants/{id}']['get']>;

/** How a tenant's users sign in and call. No envelope. */
export type TenantConfig = Answer<paths['/tenant-config']['get']>;

export type Execution = Data<paths['/tenant-registrations/{id}/executions/{name}']['get']>;
export type ExecutionState = Execution['timeline'][number];
export type ExecutionSummary = Data<paths['/tenant-registrations/{id}/executions']['get']>[number];

export type Replayed =
  paths['/tenant-registrations/{id}/replay']['post']['responses'][202]['content']['application/json']['data'];

/** Links to a tenant's data, valid for 15 minutes. */
export type ExportLinks = Data<paths['/tenant-registrations/{id}/export']['post']>;
/** Answer while it is written. */
export type ExportRuns =
  paths['/tenant-registrations/{id}/export']['post']['responses'][202]['content']['application/json']['data'];

/** How a tenant leaves, where it is not as configured. */
export type OffboardingQuery = NonNullable<
  paths['/tenant-registrations/{id}']['delete']['parameters']['query']
>;

/** A queue of events that were given up, with the oldest of them. */
export type DeadLetterQueue = Data<paths['/dead-letters']['get']>[number];
export type DeadLetter = DeadLetterQueue['messages'][number];
/** What became of events that were to be sent again. */
export type Redriven = Data<paths['/dead-letters/redrive']['post']>;
