import { messageSchema } from '../admin-api-responses';
import type { AdminApiRoute } from '../admin-api-routes';
import { executionDefinitionSchema, stateDataSchema } from '../executions';
import { overviewSchema } from '../overview';
import { preflightResultSchema, preflightSchema } from '../preflight';
import { deletionReceiptSchema, footprintViewSchema, meSchema, tenantUserSchema } from '../tenant-pages';
import {
  deadLetterQueueSchema,
  reconciliationOrderSchema,
  reconciliationRunsSchema,
  reconciliationSchema,
  redrivenSchema,
  redriveSchema,
} from '../upkeep';
import { extendUsageSchema, usageExtendedSchema, usageSchema } from '../usage';
import type { Operation } from './operations';

const NO_REGISTRATION = 'There is no such registration.';

/** What operators see and do beside the tenants themselves. */
export const PORTAL_OPERATIONS = {
  'GET /overview': {
    id: 'getOverview',
    summary: 'Shows what happens now: tenants, operations, cells, throttled requests, alarms',
    answer: overviewSchema,
  },
  'POST /tenant-registrations/preflight': {
    id: 'checkTenantRegistration',
    summary:
      'Tells whether a tenant could be onboarded, what would be made and what it costs; changes nothing',
    body: preflightSchema,
    answer: preflightResultSchema,
  },
  'GET /tenant-registrations/{id}/footprint': {
    id: 'getFootprint',
    summary: 'Shows what a tenant has: each resource, where it is, its state and since when',
    answer: footprintViewSchema,
    errors: { 404: NO_REGISTRATION },
  },
  'GET /tenant-registrations/{id}/users': {
    id: 'listTenantUsers',
    summary:
      'Lists who may sign in for a tenant; none before it is provisioned, nor once it is deleted. A page may be short, even empty, and not the last: only `next_token` tells',
    answer: tenantUserSchema,
    list: 60,
    errors: { 404: NO_REGISTRATION },
  },
  'GET /tenant-registrations/{id}/usage': {
    id: 'getUsage',
    summary: "Shows a tenant's requests a day against its plan",
    answer: usageSchema,
    errors: { 404: NO_REGISTRATION, 409: 'The tenant has no API key: it is not made yet, or deleted.' },
  },
  'POST /tenant-registrations/{id}/usage/extension': {
    id: 'extendUsage',
    summary: "Adds requests to what is left of a tenant's quota today; tomorrow is as planned",
    body: extendUsageSchema,
    answer: usageExtendedSchema,
    errors: { 404: NO_REGISTRATION, 409: 'The tenant has no API key: it is not made yet, or deleted.' },
  },
  'GET /tenant-registrations/{id}/executions/{name}/definition': {
    id: 'getExecutionDefinition',
    summary: 'Shows the state machine of an execution, to draw it',
    answer: executionDefinitionSchema,
    errors: { 404: 'There is no such registration, the execution is not of this tenant, or it has expired.' },
  },
  'GET /tenant-registrations/{id}/executions/{name}/states/{entry}': {
    id: 'getStateData',
    summary: 'Shows what went into a state and came out of it, without secrets',
    answer: stateDataSchema,
    errors: { 404: 'There is no such registration, execution or entry of its timeline.' },
  },
  'GET /deletion-receipts': {
    id: 'listDeletionReceipts',
    summary: 'Lists tenants that are gone, latest first, with the proof',
    answer: deletionReceiptSchema,
    list: 100,
  },
  'GET /me': { id: 'getMe', summary: 'Tells who asks, and what they may do', answer: meSchema },
  'GET /dead-letters': {
    id: 'listDeadLetters',
    summary: 'Shows events that were given up, by queue',
    answer: deadLetterQueueSchema.array(),
  },
  'POST /dead-letters/redrive': {
    id: 'redriveDeadLetters',
    summary: 'Sends events again to where they failed; each message goes when its event is on its way',
    body: redriveSchema,
    answer: redrivenSchema,
    errors: { 404: 'The queue has none of these messages.' },
  },
  'DELETE /dead-letters/{queue}/{messageId}': {
    id: 'discardDeadLetter',
    summary: 'Deletes an event that was given up, for good: what it asked for is never done',
    answer: messageSchema,
    errors: { 404: 'The queue has no such message.' },
  },
  'GET /reconciliation': {
    id: 'getReconciliation',
    summary: 'Shows what registry, ledger and AWS disagree about, as the last run found it',
    answer: reconciliationSchema,
  },
  'POST /reconciliation': {
    id: 'startReconciliation',
    summary: 'Starts a comparison of registry, ledger and AWS, which mends what is safe if asked to',
    body: reconciliationOrderSchema,
    answer: reconciliationRunsSchema,
    status: 202,
    errors: { 409: 'One runs already.' },
  },
} satisfies Partial<Record<AdminApiRoute, Operation>>;
