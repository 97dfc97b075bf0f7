import { z } from 'zod';

const dayOfUsage = z.strictObject({
  /** A day in UTC: 2026-03-01. */
  date: z.iso.date(),
  /** Requests that were admitted. */
  used: z.int(),
  /** Requests that were refused with a 429. */
  throttled: z.int(),
});

/**
 * A tenant's plan and what it has used of it. No service answers this: the gateway asks a function of the control
 * plane, whose own schema (lambdas/shared/contracts/usage.ts) a test compares with this one.
 */
export const plan = z.strictObject({
  plan: z.strictObject({
    tier: z.enum(['BASIC', 'ADVANCED', 'PREMIUM']),
    /** Requests a second. */
    rateLimit: z.number(),
    burstLimit: z.int(),
    quotaPerDay: z.int(),
  }),
  today: dayOfUsage.extend({ remaining: z.int() }),
  /** When the quota begins anew: midnight, UTC. */
  resetsAt: z.iso.datetime(),
  /** One a day, oldest first, today last. */
  days: z.array(dayOfUsage),
});
