import { Duration } from 'aws-cdk-lib';

/** What a password must be, for operators and tenants' users alike. */
export const PASSWORD_POLICY = {
  minLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
  tempPasswordValidity: Duration.days(7),
};

/**
 * A new e-mail counts once its owner has answered the code that Cognito mails there; until then the old one stays. In
 * tenants' pools it is the sign-in name, and everywhere it is where a lost password is recovered.
 */
export const EMAIL_IS_PROVEN = { autoVerify: { email: true }, keepOriginal: { email: true } };

export const NO_MFA = {
  id: 'AwsSolutions-COG2',
  reason:
    'Existing clients and scripts of SBT sign in by USER_PASSWORD_AUTH and do not answer a second challenge; the contract names that flow.',
};

export const NO_THREAT_PROTECTION = {
  id: 'AwsSolutions-COG3',
  reason:
    'Threat protection needs the Plus plan, 0.02 USD a user who signs in a month: a choice for who runs the product.',
};
