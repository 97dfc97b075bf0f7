import type { paths } from './openapi-types';

/** What the Admin API answers, by the names that the pages use. */

type Answer<Operation> = Operation extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;
type Data<Operation> = Answer<Operation> extends { data: infer Inner } ? Inner : never;

/** A tenant's attributes with those of its registration. */
export type TenantRow = Data<paths['/tenants']['get']>[number];

export type Registration = Data<paths['/tenant-registrations/{id}']['get']>;
export type Footprint = Data<paths['/tenant-registrations/{id}/footprint']['get']>;
export type TenantUser = Data<paths['/tenant-registrations/{id}/users']['get']>[number];
export type Usage = Data<paths['/tenant-registrations/{id}/usage']['get']>;
export type ExecutionSummary = Data<paths['/tenant-registrations/{id}/executions']['get']>[number];
export type Execution = Data<paths['/tenant-registrations/{id}/executions/{name}']['get']>;
export type TimelineEntry = Execution['timeline'][number];
export type StateDataAnswer = Data<
  paths['/tenant-registrations/{id}/executions/{name}/states/{entry}']['get']
>;
export type Tier = TenantRow['tier'];

export type Overview = Data<paths['/overview']['get']>;
export type Preflight = Data<paths['/tenant-registrations/preflight']['post']>;
export type DeadLetterQueue = Data<paths['/dead-letters']['get']>[number];
export type DeadLetter = DeadLetterQueue['messages'][number];
export type Reconciliation = Data<paths['/reconciliation']['get']>;
export type Finding = Reconciliation['findings'][number];
export type ReceiptRow = Data<paths['/deletion-receipts']['get']>[number];
export type Receipt = NonNullable<ReceiptRow['receipt']>;
export type OperatorRow = Data<paths['/users']['get']>[number];
export type OperatorRole = NonNullable<OperatorRow['userRole']>;
