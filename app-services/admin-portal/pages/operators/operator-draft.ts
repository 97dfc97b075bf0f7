import { fieldRefusal } from '../../../portal-shared/api/field-refusal';
import type { OperatorRole } from '../../types';

export interface OperatorDraft {
  userName: string;
  email: string;
  userRole: OperatorRole | undefined;
}

export type OperatorProblems = Partial<Record<keyof OperatorDraft, string>>;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$/;
const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/;

/** What can be told as typed; what is empty is no mistake yet. */
export const problemsOf = ({ userName, email }: OperatorDraft): OperatorProblems => ({
  ...(userName &&
    !NAME.test(userName) && {
      userName: 'Use 1 to 128 letters, digits or . _ @ + -, and begin with a letter or digit.',
    }),
  ...(email && !EMAIL.test(email) && { email: 'Enter an e-mail address, such as jane@example.com.' }),
});

export const missingOf = ({ userName, email, userRole }: OperatorDraft): OperatorProblems => ({
  ...(!userName && { userName: 'Enter a user name.' }),
  ...(!email && { email: 'Enter an e-mail address.' }),
  ...(!userRole && { userRole: 'Choose a role.' }),
});

/** The field that the API refused; empty where it refused something else. */
export function refusedBy(error: unknown): OperatorProblems {
  const refused = fieldRefusal(error, ['userName', 'email', 'userRole'] as const);
  return refused ? { [refused.field]: refused.message } : {};
}
