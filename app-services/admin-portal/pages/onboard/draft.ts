import type { Tier } from '../../types';

/** The tenant as the form has it. */
export interface Draft {
  tenantName: string;
  email: string;
  tier: Tier;
}

export const FIELDS = ['tenantName', 'email'] as const;
export type Field = (typeof FIELDS)[number];
export type Problems = Partial<Record<Field, string>>;

const NAME = /^[a-z][a-z0-9-]*$/;
/** Enough to tell a slip as typed; the API's own rule is stricter, and the preflight asks it. */
const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/;

/** What can be told without asking. What is empty is no mistake yet, but nothing to onboard either. */
export function problemsOf({ tenantName, email }: Draft): Problems {
  return {
    ...(tenantName.length > 32
      ? { tenantName: 'Use at most 32 characters.' }
      : tenantName &&
        !NAME.test(tenantName) && {
          tenantName: 'Use lower-case letters, digits and hyphens, and begin with a letter.',
        }),
    ...(email && !EMAIL.test(email) && { email: 'Enter an e-mail address, such as jane@example.com.' }),
  };
}

export const missingOf = ({ tenantName, email }: Draft): Problems => ({
  ...(!tenantName && { tenantName: 'Enter a name.' }),
  ...(!email && { email: 'Enter the e-mail address of the administrator.' }),
});
