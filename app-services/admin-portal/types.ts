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
