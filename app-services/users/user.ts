import { z } from 'zod';
import { ROLES } from '../shared/auth/caller';

const text = z.string().max(128);

/** What a client sends to invite a user. The e-mail address is the login name; `userName` is the person's name. */
export const newUser = z.strictObject({
  userName: text.min(1),
  // Cognito has names of 128 characters at most; before the @ may stand 64 (RFC 5321, 4.5.3.1.1).
  userEmail: z
    .email()
    .max(128)
    .regex(/^.{1,64}@/, 'must have at most 64 characters before the @'),
  userRole: z.enum(ROLES).default('TenantUser'),
});

/**
 * What a client sends to change a user: the role. The rest of a user sent back whole is accepted; the e-mail address
 * must be the user's, since it is the login name and cannot change.
 */
export const userChange = z.strictObject({
  userRole: z.enum(ROLES),
  userName: text.optional(),
  userEmail: text.optional(),
});

/**
 * A user's name in a path: no blanks and no control characters. Cognito refuses more (what Unicode has not assigned,
 * for one): such a name is one that nobody has.
 */
export const userNameInPath = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[!-~\u00a1-\uffff]+$/);

/** What can be done to a user beside changing it: `sign-out` ends every sign-in. */
export const userAction = z.strictObject({ action: z.literal('sign-out') });

export const user = z.object({
  username: z.string(),
  email: z.string(),
  user_role: z.string(),
  status: z.string(),
  enabled: z.boolean(),
  /** ISO 8601, as `modified`. */
  created: z.string(),
  modified: z.string(),
});

/** What an invitation is answered with. */
export const messageAnswer = z.object({ message: z.string() });

export type NewUser = z.output<typeof newUser>;
export type UserChange = z.output<typeof userChange>;
export type User = z.output<typeof user>;
