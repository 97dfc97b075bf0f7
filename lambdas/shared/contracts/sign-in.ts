import * as z from 'zod';

const HOURS_OF_TEN_YEARS = 10 * 365 * 24;

/**
 * How the users of a pool sign in. Both kinds of pool take it: those of the stacks, and those that the workflow makes.
 * What Cognito does in any case: after five wrong passwords an account waits for 1 s, and twice as long after each
 * further one, up to about 15 min.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
 */
export const signInSchema = z
  .strictObject({
    /** Fewest characters of a password, of four kinds. */
    passwordLength: z.coerce.number().int().min(12).max(99).default(12),
    /**
     * A code of an authenticator app as second factor: `optional` asks who has registered one, `required` admits nobody
     * without. A client of SBT does not answer that question, hence off.
     */
    mfa: z.enum(['off', 'optional', 'required']).default('off'),
    /** Minutes that an ID or access token lives. */
    tokenMinutes: z.coerce.number().int().min(5).max(1_440).default(60),
    /** Hours after a sign-in in which tokens can be renewed without another. */
    sessionHours: z.coerce.number().int().min(1).max(HOURS_OF_TEN_YEARS).default(24),
    /**
     * Cognito's threat protection: `audit` tells of passwords known from leaks and of sign-ins from unusual places,
     * `enforced` also acts. Needs the Plus plan: 0.02 USD a month for each user who signs in.
     */
    threatProtection: z.enum(['off', 'audit', 'enforced']).default('off'),
  })
  .refine(({ tokenMinutes, sessionHours }) => tokenMinutes <= sessionHours * 60, {
    path: ['sessionHours'],
    message: 'must not be shorter than tokenMinutes',
  });

export type SignIn = z.output<typeof signInSchema>;
