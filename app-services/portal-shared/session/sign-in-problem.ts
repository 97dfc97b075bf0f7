/** What a person can do about a refused sign-in, by the name of Cognito's error. */
const PROBLEMS: Record<string, string> = {
  NotAuthorizedException: 'The user name or the password is wrong, or the account is disabled.',
  UserNotFoundException: 'The user name or the password is wrong, or the account is disabled.',
  InvalidPasswordException: 'The new password does not follow the rules of this user pool.',
  PasswordHistoryPolicyViolationException: 'Choose a password that you have not used before.',
  PasswordResetRequiredException: 'Your password was reset. Ask an administrator for a new invitation.',
  TooManyRequestsException: 'Too many attempts. Wait a minute and try again.',
  LimitExceededException: 'Too many attempts. Wait a minute and try again.',
  ExpiredCodeException: 'The sign-in took too long. Start again.',
  UnsupportedSignInStep: 'This account needs a sign-in step that this portal does not offer.',
  SignInException: 'The sign-in took too long. Start again.',
  NetworkError: 'The sign-in service cannot be reached. Check your connection and try again.',
};

export function signInProblem(error: unknown): string {
  const { name = '', message = '' } = error instanceof Error ? error : {};
  if (name === 'NotAuthorizedException' && /temporary password has expired/i.test(message)) {
    return 'The temporary password has expired. Ask an administrator for a new invitation.';
  }
  const problem = PROBLEMS[name];
  // Cognito says which rule a password breaks.
  if (name === 'InvalidPasswordException' && message) return message;
  return problem ?? `The sign-in failed: ${message || 'no reason was given'}.`;
}
