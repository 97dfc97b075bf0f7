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
export type Usage = Data<paths['/tenant-registrations/{id}/usage']['get']>;
export type ExecutionSummary = Data<paths['/tenant-registrations/{id}/executions']['get']>[number];
export type Execution = Data<paths['/tenant-registrations/{id}/executions/{name}']['get']>;
export type TimelineEntry = Execution['timeline'][number];
