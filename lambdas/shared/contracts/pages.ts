import * as z from 'zod';
import { offboardingPlanSchema } from './workflow';

/** Input of an offboarding step that may have more to delete than one invocation can. */
export const pagedInputSchema = z.strictObject({
  plan: offboardingPlanSchema,
  /** As the invocation before said; absent for the first. */
  next: z.string().optional(),
});
export type PagedInput = z.infer<typeof pagedInputSchema>;

/** Its result: the state machine calls it with `next` until it is done. */
export type PageOutcome = { done: true } | { done: false; next: string };

/** How long such a step begins new work, in milliseconds: half of what its function may run, and a page takes 2 s. */
export const PAGE_TIME = 15_000;
