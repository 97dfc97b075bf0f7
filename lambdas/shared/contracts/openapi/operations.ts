import type * as z from 'zod';
import {
  createRegistrationSchema,
  createUserSchema,
  deleteQuerySchema,
  executionNameSchema,
  patchRegistrationSchema,
  updateUserSchema,
  userNameSchema,
} from '../admin-api';
import {
  exportLinksSchema,
  exportRunsSchema,
  messageSchema,
  registrationCreatedSchema,
  registrationPatchedSchema,
  registrationRowSchema,
  replayedSchema,
  tenantConfigSchema,
  tenantRowSchema,
  userCreatedSchema,
  userSchema,
} from '../admin-api-responses';
import type { AdminApiRoute } from '../admin-api-routes';
import { entryIdSchema, executionSchema, executionSummarySchema } from '../executions';
import { idSchema, tenantNameSchema } from '../identifiers';
import { tenantsQuerySchema } from '../tenant-pages';
import { messageIdSchema, queueNameSchema } from '../upkeep';
import { usageQuerySchema } from '../usage';
import { PORTAL_OPERATIONS } from './portal-operations';

/** What the description says of a route; all else follows from its shape. */
export interface Operation {
  id: string;
  summary: string;
  /** In the envelope `{data}`, or bare for a public route. */
  answer: z.ZodType;
  /** `answer` is of one item of a list, which has pages of at most `list` items. */
  list?: number;
  /** The list also tells how many items all its pages have, where it was filtered or sorted. */
  counted?: boolean;
  status?: 201 | 202;
  /** In the envelope of a 202, where the work takes longer than a request can wait. */
  accepted?: z.ZodType;
  body?: z.ZodType;
  /** Conditions under which it answers otherwise, beyond what all routes have in common. */
  errors?: { 404?: string; 409?: string };
}

const NO_REGISTRATION = 'There is no such registration.';
const NO_USER = 'There is no such operator.';

export const OPERATIONS: Record<AdminApiRoute, Operation> = {
  ...PORTAL_OPERATIONS,
  'POST /tenant-registrations': {
    id: 'createTenantRegistration',
    summary: 'Registers a tenant and has the application plane provision it',
    body: createRegistrationSchema,
    answer: registrationCreatedSchema,
    status: 201,
    errors: { 409: 'The name or the e-mail is taken, or no cell has room; the message says which.' },
  },
  'GET /tenant-registrations': {
    id: 'listTenantRegistrations',
    summary: 'Lists registrations, oldest first, deleted ones included',
    answer: registrationRowSchema,
    list: 100,
  },
  'GET /tenant-registrations/{id}': {
    id: 'getTenantRegistration',
    summary: 'Shows a registration',
    answer: registrationRowSchema,
    errors: { 404: NO_REGISTRATION },
  },
  'PATCH /tenant-registrations/{id}': {
    id: 'updateTenantRegistration',
    summary: "Merges data into a registration and its tenant; a tenant's name, tier, e-mail and ids stay",
    body: patchRegistrationSchema,
    answer: registrationPatchedSchema,
    errors: { 404: NO_REGISTRATION, 409: 'The tenant is deleted.' },
  },
  'DELETE /tenant-registrations/{id}': {
    id: 'deleteTenantRegistration',
    summary:
      'Has the application plane remove the tenant; a body is ignored. Repeated it orders nothing twice, and says when the tenant is deleted already, or leaves otherwise than it asks',
    answer: messageSchema,
    errors: {
      404: NO_REGISTRATION,
      409: 'Another request orders the deletion at this moment; if that one failed, again in half a minute.',
    },
  },
  'POST /tenant-registrations/{id}/replay': {
    id: 'replayTenantRegistration',
    summary:
      "Continues the tenant's newest execution where it failed, or starts it again where that is not possible",
    answer: replayedSchema,
    status: 202,
    errors: { 404: NO_REGISTRATION, 409: 'A workflow of the tenant runs, or there is nothing to replay.' },
  },
  'POST /tenant-registrations/{id}/cancel-offboarding': {
    id: 'cancelOffboarding',
    summary:
      'Takes a deletion back while the data is retained: the tenant is in service again, or suspended as before',
    answer: messageSchema,
    status: 202,
    errors: { 404: NO_REGISTRATION, 409: 'No offboarding waits, or it is too late.' },
  },
  'POST /tenant-registrations/{id}/deactivate': {
    id: 'deactivateTenant',
    summary: 'Suspends a tenant: its requests are refused, its data is kept',
    answer: messageSchema,
    status: 202,
    errors: { 404: NO_REGISTRATION, 409: 'The tenant is not in service.' },
  },
  'POST /tenant-registrations/{id}/activate': {
    id: 'activateTenant',
    summary: 'Brings a suspended tenant back to service',
    answer: messageSchema,
    status: 202,
    errors: { 404: NO_REGISTRATION, 409: 'The tenant is not suspended.' },
  },
  'POST /tenant-registrations/{id}/export': {
    id: 'exportTenant',
    summary: "Writes the tenant's items and users as JSON Lines, and answers with links that expire",
    answer: exportLinksSchema,
    accepted: exportRunsSchema,
    errors: {
      404: NO_REGISTRATION,
      409: 'The tenant is deleted or being deleted, or the export failed; the message says which.',
    },
  },
  'GET /tenant-registrations/{id}/exports/{name}': {
    id: 'getExport',
    summary: 'Links to an export that was made before, also at an offboarding, while the bucket keeps it',
    answer: exportLinksSchema,
    accepted: exportRunsSchema,
    errors: {
      404: 'There is no such registration, it has no such export, or the export has expired.',
      409: 'The export failed.',
    },
  },
  'GET /tenant-registrations/{id}/executions': {
    id: 'listExecutions',
    summary: "Lists a tenant's workflow executions, newest first",
    answer: executionSummarySchema,
    list: 100,
    errors: { 404: NO_REGISTRATION },
  },
  'GET /tenant-registrations/{id}/executions/{name}': {
    id: 'getExecution',
    summary: 'Shows an execution state by state',
    answer: executionSchema,
    errors: { 404: 'There is no such registration, or the execution is not of this tenant.' },
  },
  'GET /tenants': {
    id: 'listTenants',
    summary: 'Lists tenants, oldest first, or those that are searched for, in the order that is asked for',
    answer: tenantRowSchema,
    list: 100,
    counted: true,
  },
  'GET /tenants/{id}': {
    id: 'getTenant',
    summary: 'Shows a tenant',
    answer: tenantRowSchema,
    errors: { 404: 'There is no such tenant.' },
  },
  'POST /users': {
    id: 'createUser',
    summary: 'Makes an operator, who is mailed a temporary password',
    body: createUserSchema,
    answer: userCreatedSchema,
    status: 201,
    errors: { 409: 'An operator of that name exists.' },
  },
  'GET /users': { id: 'listUsers', summary: 'Lists operators', answer: userSchema, list: 60 },
  'GET /users/{userId}': {
    id: 'getUser',
    summary: 'Shows an operator',
    answer: userSchema,
    errors: { 404: NO_USER },
  },
  'PUT /users/{userId}': {
    id: 'updateUser',
    summary: "Changes an operator's role or e-mail, or whether they may sign in",
    body: updateUserSchema,
    answer: messageSchema,
    errors: { 404: NO_USER, 409: "It is the caller's own role or access, or the last SystemAdmin's." },
  },
  'DELETE /users/{userId}': {
    id: 'deleteUser',
    summary: 'Deletes an operator',
    answer: messageSchema,
    errors: { 404: NO_USER, 409: 'It is the caller, or the last SystemAdmin.' },
  },
  'GET /tenant-config': {
    id: 'findTenantConfig',
    summary: 'Tells a login page what it needs of a tenant; needs no token. Give one of the two parameters',
    answer: tenantConfigSchema,
    errors: { 404: 'There is no such tenant in service.' },
  },
  'GET /tenant-config/{tenantName}': {
    id: 'getTenantConfig',
    summary: 'Tells a login page what it needs of a tenant; needs no token',
    answer: tenantConfigSchema,
    errors: { 404: 'There is no such tenant in service.' },
  },
};

/** Schemas of the parts of paths, and of the queries of routes that are no lists. */
export const PATH_PARAMETERS: Record<string, z.ZodType> = {
  id: idSchema,
  userId: userNameSchema,
  tenantName: tenantNameSchema,
  name: executionNameSchema,
  entry: entryIdSchema,
  queue: queueNameSchema,
  messageId: messageIdSchema,
};
export const QUERY_PARAMETERS: Partial<Record<AdminApiRoute, Record<string, z.ZodType>>> = {
  'GET /tenants': tenantsQuerySchema.shape,
  'GET /tenant-registrations/{id}/usage': usageQuerySchema.shape,
  'DELETE /tenant-registrations/{id}': deleteQuerySchema.shape,
  'GET /tenant-config': { tenantName: tenantNameSchema, tenantId: idSchema },
};
