import * as z from 'zod';

/** Shapes of what operators mend: events that were given up, and what registry, ledger and AWS disagree about. */
const instant = z.iso.datetime();

/** What an operator may see of an event that was given up: whose it is and why, and nothing personal. */
const deadLetterSchema = z.strictObject({
  messageId: z.string(),
  /** When it was given up. */
  sentAt: instant,
  reason: z.string(),
  detailType: z.string().optional(),
  source: z.string().optional(),
  eventId: z.string().optional(),
  tenantId: z.string().optional(),
  tenantName: z.string().optional(),
  tenantRegistrationId: z.string().optional(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** Queues of what a rule or a function gave up, and what their messages are. */
export const DEAD_LETTER_QUEUES = {
  results: 'Results of the application plane for the tenant registry',
  requests: 'Requests of the control plane that start a workflow',
  failures: 'Executions of our state machines that ended without success',
  reconciler: 'The daily comparison of registry, ledger and AWS',
  'throttle-counts': 'Refused requests of tenants that were to be counted',
  'rejected-events': 'Events that asked for a workflow that can never start',
} as const;
export type DeadLetterQueueName = keyof typeof DEAD_LETTER_QUEUES;
export const QUEUE_NAMES = Object.keys(DEAD_LETTER_QUEUES) as [DeadLetterQueueName, ...DeadLetterQueueName[]];

export const queueNameSchema = z.enum(QUEUE_NAMES, { error: `must be one of ${QUEUE_NAMES.join(', ')}` });

export const deadLetterQueueSchema = z.strictObject({
  queue: queueNameSchema,
  /** What its messages are, for people. */
  holds: z.string(),
  /** How many wait in it; AWS says about how many. */
  count: z.int(),
  oldestAt: instant.optional(),
  /** Oldest first, at most 50. */
  messages: z.array(deadLetterSchema),
});
export type DeadLetterQueue = z.infer<typeof deadLetterQueueSchema>;

/** As it stands in a path. */
export const messageIdSchema = z.string().regex(/^[\w-]{1,128}$/, 'must be the id of a message');

export const redriveSchema = z.strictObject({
  queue: queueNameSchema,
  /** Absent: all that wait, 100 at most a call. */
  messageIds: z
    .array(z.string().min(1).max(128))
    .min(1, 'must name at least one')
    .max(100, 'must be at most 100')
    .optional(),
});
export type RedriveOrder = z.output<typeof redriveSchema>;

export const redrivenSchema = z.strictObject({
  queue: queueNameSchema,
  messages: z.array(
    deadLetterSchema.extend({
      outcome: z.enum(['sent', 'kept']),
      /** Why it stays in the queue. */
      why: z.string().optional(),
    }),
  ),
  message: z.string(),
});
export type Redriven = z.infer<typeof redrivenSchema>;

export const findingSchema = z.strictObject({
  kind: z.enum(['drift', 'ghost', 'orphan', 'stuck']),
  tenantId: z.string(),
  tenantName: z.string(),
  type: z.string(),
  name: z.string(),
  detail: z.string(),
  advice: z.string(),
  mended: z.boolean().optional(),
});

export const reconciliationSchema = z.strictObject({
  /** `never`: no run has been recorded yet. */
  state: z.enum(['never', 'running', 'done', 'failed']),
  startedAt: instant.optional(),
  finishedAt: instant.optional(),
  /** Whether it mends what is safe. */
  fix: z.boolean().optional(),
  /** The operator who ordered it; absent for the daily run. */
  orderedBy: z.string().optional(),
  /** How many were compared. */
  tenants: z.int().optional(),
  /** How many were not, since an operation holds them; absent for none. One that failed is a finding as well. */
  skipped: z.int().optional(),
  /** At most 1,000; `more` tells that there are others. */
  findings: z.array(findingSchema),
  more: z.boolean().optional(),
  /** Why it failed. */
  error: z.string().optional(),
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;

export const reconciliationOrderSchema = z.strictObject({ fix: z.boolean().default(false) });
export const reconciliationRunsSchema = z.strictObject({ startedAt: instant, message: z.string() });
export type ReconciliationRuns = z.infer<typeof reconciliationRunsSchema>;
