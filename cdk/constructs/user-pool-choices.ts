import { Duration } from 'aws-cdk-lib';
import { FeaturePlan, Mfa, StandardThreatProtectionMode, type UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import type { SignIn } from '../../lambdas/shared/contracts/sign-in';
import type { NagReason } from './nag-reasons';

/** Settings of a pool that follow from how its users sign in; create-identity makes tenants' own pools alike. */
export const poolOptions = ({ passwordLength, mfa, threatProtection }: SignIn) =>
  ({
    passwordPolicy: {
      minLength: passwordLength,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(7),
    },
    mfa: { off: Mfa.OFF, optional: Mfa.OPTIONAL, required: Mfa.REQUIRED }[mfa],
    ...(mfa !== 'off' && { mfaSecondFactor: { otp: true, sms: false } }),
    ...(threatProtection === 'off'
      ? { featurePlan: FeaturePlan.ESSENTIALS }
      : {
          featurePlan: FeaturePlan.PLUS,
          standardThreatProtectionMode: {
            audit: StandardThreatProtectionMode.AUDIT_ONLY,
            enforced: StandardThreatProtectionMode.FULL_FUNCTION,
          }[threatProtection],
        }),
  }) satisfies UserPoolProps;

/** How command lines and scripts of SBT sign in: by name and password; no client learns whether a name exists. */
export const clientOptions = ({ tokenMinutes, sessionHours }: SignIn) => ({
  authFlows: { userPassword: true, userSrp: true },
  disableOAuth: true,
  preventUserExistenceErrors: true,
  enableTokenRevocation: true,
  accessTokenValidity: Duration.minutes(tokenMinutes),
  idTokenValidity: Duration.minutes(tokenMinutes),
  refreshTokenValidity: Duration.hours(sessionHours),
});

/**
 * A new e-mail counts once its owner has answered the code that Cognito mails there; until then the old one stays. In
 * tenants' pools it is the sign-in name, and everywhere it is where a lost password is recovered.
 */
export const EMAIL_IS_PROVEN = { autoVerify: { email: true }, keepOriginal: { email: true } };

/** Why a pool asks for less than cdk-nag wants. */
export const reasonsOfSignIn = ({ mfa, threatProtection }: SignIn): NagReason[] => [
  ...(mfa === 'required' ? [] : [NO_MFA]),
  ...(threatProtection === 'enforced' ? [] : [NO_THREAT_PROTECTION]),
];

const NO_MFA = {
  id: 'AwsSolutions-COG2',
  reason:
    'Existing clients and scripts of SBT sign in by USER_PASSWORD_AUTH and do not answer a second challenge; signIn.operators.mfa and signIn.tenants.mfa require one.',
};

const NO_THREAT_PROTECTION = {
  id: 'AwsSolutions-COG3',
  reason:
    'Threat protection needs the Plus plan, 0.02 USD a user who signs in a month: signIn.operators.threatProtection and signIn.tenants.threatProtection turn it on.',
};
