import * as z from 'zod';
import { TIERS } from './tiers';

/** A day in UTC, by which plans count: 2026-03-01. */
const day = z.iso.date();

const planSchema = z.strictObject({
  tier: z.enum(TIERS),
  /** Requests a second. */
  rateLimit: z.number(),
  burstLimit: z.int(),
  quotaPerDay: z.int(),
});

const dayOfUsageSchema = z.strictObject({
  date: day,
  /** Requests that were admitted. */
  used: z.int(),
  /** Requests that were refused with a 429: too many a second, or the day's quota used up. */
  throttled: z.int(),
});

/** A tenant's requests against its plan. */
export const usageSchema = z.strictObject({
  plan: planSchema,
  today: dayOfUsageSchema.extend({
    /** Requests still admitted today; more than the quota leaves where today was extended. */
    remaining: z.int(),
  }),
  /** When the quota begins anew: midnight, UTC. */
  resetsAt: z.iso.datetime(),
  /** One a day, oldest first, today last. */
  days: z.array(dayOfUsageSchema),
});
export type Usage = z.infer<typeof usageSchema>;

/** The most days that API Gateway keeps. */
const MOST_DAYS = 90;
export const usageQuerySchema = z.object({
  days: z
    .string()
    .regex(/^(?:[1-9]|[1-8]\d|90)$/, `must be a whole number from 1 to ${MOST_DAYS}`)
    .transform(Number)
    .prefault('30'),
});

/** Body of the extension of today's quota. */
export const extendUsageSchema = z.strictObject({
  requests: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(1_000_000, 'must be at most 1000000'),
});
export type ExtendUsage = z.output<typeof extendUsageSchema>;

export const usageExtendedSchema = z.strictObject({
  date: day,
  /** Requests still admitted today, the extension included. */
  remaining: z.int(),
  message: z.string(),
});
export type UsageExtended = z.infer<typeof usageExtendedSchema>;
