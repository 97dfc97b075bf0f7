import { TENANT_STATES } from './tenant-states';

/** Addresses of this portal's pages, for what links to them. */

export const tenantPath = (tenantRegistrationId: string): string =>
  `/tenants/${encodeURIComponent(tenantRegistrationId)}`;

/** Of an execution, with one of its states selected. */
export const executionPath = (tenantRegistrationId: string, executionName: string, state?: string): string =>
  `${tenantPath(tenantRegistrationId)}/executions/${encodeURIComponent(executionName)}${
    state ? `?state=${encodeURIComponent(state)}` : ''
  }`;

export const receiptPath = (tenantRegistrationId: string): string =>
  `/operations/receipts/${encodeURIComponent(tenantRegistrationId)}`;

/** The table of tenants, filtered. Several values of one filter are separated by commas. */
export const tenantsPath = (filter: {
  tier?: string;
  state?: string;
  search?: string;
  failed?: 'true';
}): string => `/tenants?${new URLSearchParams(filter)}`;

/** The tenant of an id or a name, though it be deleted: the table leaves those out unless told. */
export const foundTenantPath = (search: string): string =>
  tenantsPath({ search, state: TENANT_STATES.join(',') });

export const OPERATIONS_TABS = ['executions', 'dead-letters', 'findings', 'receipts'] as const;
export type OperationsTab = (typeof OPERATIONS_TABS)[number];

export const operationsPath = (tab: OperationsTab): string => `/operations?tab=${tab}`;
