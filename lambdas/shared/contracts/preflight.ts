import * as z from 'zod';
import { tierSchema } from './tiers';

/** Body of the preflight. What does not fit is a check that fails, so that a form shows all of it at once. */
export const preflightSchema = z.strictObject({
  tenantName: z.string().max(256, 'must be at most 256 characters'),
  email: z.string().max(256, 'must be at most 256 characters'),
  tier: tierSchema,
});
export type PreflightRequest = z.output<typeof preflightSchema>;

export const CHECKS = [
  'tenantName',
  'email',
  'cell',
  'apiKeys',
  'userPools',
  'namespaces',
  'roles',
  'clusters',
  'tables',
] as const;

const checkSchema = z.strictObject({
  check: z.enum(CHECKS),
  ok: z.boolean(),
  /** What is the matter, or what was found; for people. */
  message: z.string(),
  /** AWS could not be asked: `ok` is then true, since nothing speaks against it. */
  unknown: z.boolean().optional(),
  /** Of a cell's places, and of an account's quota. */
  used: z.int().optional(),
  limit: z.int().optional(),
});
export type Check = z.infer<typeof checkSchema>;

export const preflightResultSchema = z.strictObject({
  /** Whether the tenant can be onboarded as things stand: every check is ok. */
  ready: z.boolean(),
  checks: z.array(checkSchema),
  /** What will be made for the tenant alone. The eight characters of its id in a name are not known yet: `????????`. */
  resources: z.array(z.strictObject({ type: z.string(), name: z.string() })),
  /** Before traffic, data and free tiers. */
  monthlyCost: z.strictObject({
    currency: z.literal('USD'),
    amount: z.number(),
    items: z.array(z.strictObject({ what: z.string(), amount: z.number() })),
    /** Where the prices hold, and what they leave out. */
    basis: z.string(),
  }),
});
export type PreflightResult = z.infer<typeof preflightResultSchema>;
