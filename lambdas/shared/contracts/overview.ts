import * as z from 'zod';
import { failureSchema } from './executions';
import { TIERS } from './tiers';

const instant = z.iso.datetime();

const tenantRefSchema = z.strictObject({
  tenantId: z.string(),
  tenantRegistrationId: z.string(),
  tenantName: z.string(),
});

/** What happens now. Numbers are those of `at`, at most some seconds old. */
export const overviewSchema = z.strictObject({
  at: instant,
  tenants: z.strictObject({
    /** Without deleted ones. */
    total: z.int(),
    byTier: z.array(z.strictObject({ tier: z.enum(TIERS), count: z.int() })),
    /** Deleted ones too, as a status of its own. */
    byStatus: z.array(z.strictObject({ registrationStatus: z.string(), count: z.int() })),
  }),
  operations: z.strictObject({
    running: z.int(),
    failed: z.int(),
    /** Newest first, at most 20. */
    runningNow: z.array(
      tenantRefSchema.extend({
        operation: z.string(),
        executionName: z.string(),
        startedAt: instant,
      }),
    ),
    /** Tenants whose last operation failed, newest first, at most 20. */
    failedLast: z.array(
      tenantRefSchema.extend({
        registrationStatus: z.string(),
        /** Absent where a foreign plane reported the failure otherwise. */
        failure: failureSchema.optional(),
        executionName: z.string().optional(),
        updatedAt: instant,
      }),
    ),
  }),
  cells: z.array(
    z.strictObject({
      cellId: z.string(),
      /** Whether the pooled services are in this cell. */
      pool: z.boolean(),
      /** Places for silo tenants, and how many are taken. */
      slots: z.int(),
      used: z.int(),
      /** Tenants that the pool of this cell serves; they take no place. */
      pooledTenants: z.int(),
    }),
  ),
  /** Requests refused with a 429 since midnight, UTC. */
  throttled: z.strictObject({
    total: z.int(),
    /** Most first, at most 20. */
    tenants: z.array(tenantRefSchema.extend({ requests: z.int() })),
  }),
  /** Of this deployment, those that alarm first. Absent where CloudWatch could not be asked. */
  alarms: z
    .array(
      z.strictObject({
        name: z.string(),
        state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
        since: instant.optional(),
        problem: z.string(),
        /** What the operator does about it. */
        action: z.string(),
        consoleUrl: z.string(),
      }),
    )
    .optional(),
});
export type Overview = z.infer<typeof overviewSchema>;
