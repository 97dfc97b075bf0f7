import * as z from 'zod';
import { json } from './admin-api';

/** Shapes of the Admin API's answers about workflow executions. Instants are ISO 8601. */
const instant = z.iso.datetime();

export const failureSchema = z.object({
  state: z.string(),
  error: z.string(),
  cause: z.string(),
  executionArn: z.string(),
});

export const executionSummarySchema = z.strictObject({
  name: z.string(),
  executionArn: z.string(),
  operation: z.string(),
  /** Step Functions' status, or EXPIRED when it has forgotten the execution (after 90 days). */
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE', 'EXPIRED']),
  startedAt: instant,
  stoppedAt: instant.optional(),
  redriveCount: z.int(),
  redrivable: z.boolean(),
  consoleUrl: z.string(),
});
export type ExecutionSummary = z.infer<typeof executionSummarySchema>;

/**
 * `retrying`: the last try failed and another is due. `failed`: no try is left, or a state inside it failed; a redrive
 * goes on from there. `aborted`: it was in progress when the execution ended elsewhere.
 */
export const STATE_STATUSES = ['running', 'retrying', 'succeeded', 'failed', 'aborted'] as const;

export const timelineEntrySchema = z.strictObject({
  /** Unique in the execution, and stays the same while it goes on. */
  id: z.int(),
  state: z.string(),
  /** As the state machine's definition has it: Task, Choice, Parallel, Map, Wait, Pass, Succeed, Fail. */
  type: z.string(),
  status: z.enum(STATE_STATUSES),
  entered: instant,
  left: instant.optional(),
  /** Time in the state, in seconds; until now while it runs is not counted. */
  seconds: z.number().optional(),
  /** It failed here, and a redrive has entered it anew. */
  failed: z.boolean().optional(),
  /** In which iteration of a Map, from 0; absent elsewhere. */
  iteration: z.int().optional(),
  /** Entry of the Parallel or Map state in a branch or iteration of which it happened; absent elsewhere. */
  within: z.int().optional(),
  /** How often the execution had been redriven when the state was entered. */
  redrive: z.int(),
  /** How often the state's task was started; 0 for a state without one. */
  tries: z.int(),
  /** Of the last try that failed, even if a later one succeeded. */
  error: z.string().optional(),
  cause: z.string().optional(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const executionSchema = executionSummarySchema.extend({
  timeline: z.array(timelineEntrySchema),
  /** When it was redriven, oldest first. */
  redrives: z.array(instant),
  failure: failureSchema.optional(),
});
export type Execution = z.infer<typeof executionSchema>;

/** The parts of a state's data. */
const STATE_DATA = ['input', 'arguments', 'assigned', 'result', 'output'] as const;
export type StateDataPart = (typeof STATE_DATA)[number];

/**
 * What went into a state and came out of it. What could be a secret is replaced by "(withheld)". Of a part that was
 * too large to be shown only its size is there, of one that there is not yet or never, neither.
 */
export const stateDataSchema = z.strictObject({
  id: z.int(),
  state: z.string(),
  input: json.optional(),
  inputBytes: z.int(),
  /** What its task was given, at its last try. */
  arguments: json.optional(),
  argumentsBytes: z.int().optional(),
  /** The variables that it set, by name. */
  assigned: json.optional(),
  assignedBytes: z.int().optional(),
  /** Of its task, where the state neither assigns nor puts out anything of it. */
  result: json.optional(),
  resultBytes: z.int().optional(),
  /** Absent while the state has not been left. */
  output: json.optional(),
  outputBytes: z.int().optional(),
});
export type StateData = z.infer<typeof stateDataSchema>;

/** The state machine as the execution began it, in Amazon States Language. */
export const executionDefinitionSchema = z.strictObject({
  stateMachineArn: z.string(),
  definition: z.record(z.string(), json),
});
export type ExecutionDefinition = z.infer<typeof executionDefinitionSchema>;

/** Of an entry of a timeline. */
export const entryIdSchema = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'must be the id of an entry of the timeline')
  .transform(Number);
