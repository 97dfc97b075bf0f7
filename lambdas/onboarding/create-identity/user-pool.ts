import {
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { tenantTags } from '../../shared/aws/tags';
import type { SignIn } from '../../shared/contracts/sign-in';
import type { NamedTenant } from '../../shared/contracts/workflow';

/** Facts of the tenant in every token. Users keep them for life, but for the role. */
const CLAIMS = [
  { name: 'tenantId', mutable: false },
  { name: 'tenantTier', mutable: false },
  { name: 'tenantName', mutable: false },
  { name: 'userRole', mutable: true },
];

const PROTECTION = { audit: 'AUDIT', enforced: 'ENFORCED' } as const;

/** Makes the tenant's user pool: only administrators add users, and a mailbox is one user however it is typed. */
export async function createUserPool(
  creating: CognitoIdentityProviderClient,
  name: string,
  tenant: NamedTenant,
  { passwordLength, threatProtection }: SignIn,
): Promise<string> {
  const { UserPool } = await creating.send(
    new CreateUserPoolCommand({
      PoolName: name,
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      // The e-mail is the sign-in name: a new one counts once its owner has answered the code mailed there.
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      Schema: [
        { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true },
        ...CLAIMS.map(({ name: Name, mutable: Mutable }) => ({
          Name,
          AttributeDataType: 'String' as const,
          Mutable,
          StringAttributeConstraints: { MinLength: '1', MaxLength: '64' },
        })),
      ],
      Policies: {
        PasswordPolicy: {
          MinimumLength: passwordLength,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
      },
      AdminCreateUserConfig: {
        AllowAdminCreateUserOnly: true,
        InviteMessageTemplate: {
          EmailSubject: `Your account at ${tenant.tenantName}`,
          EmailMessage: `Sign in to ${tenant.tenantName} as {username} with the temporary password {####}. It is valid for 7 days.`,
        },
      },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      ...(threatProtection === 'off'
        ? { UserPoolTier: 'ESSENTIALS' }
        : { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: PROTECTION[threatProtection] } }),
      // The pool goes with its tenant: offboarding deletes it.
      DeletionProtection: 'INACTIVE',
      UserPoolTags: tenantTags(tenant).asMap,
    }),
  );
  return requireId(UserPool?.Id, 'user pool');
}

/**
 * Makes the app client of a tenant's pool. What it may write is the e-mail only: a client that could write the
 * tenant's claims could make itself another tenant's user.
 */
export async function createUserPoolClient(
  creating: CognitoIdentityProviderClient,
  userPoolId: string,
  name: string,
  { tokenMinutes, sessionHours }: SignIn,
): Promise<string> {
  const { UserPoolClient } = await creating.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: name,
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: tokenMinutes,
      IdTokenValidity: tokenMinutes,
      RefreshTokenValidity: sessionHours,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
      // Custom attributes are in the ID token only where the client may read them.
      ReadAttributes: ['email', 'email_verified', ...CLAIMS.map((claim) => `custom:${claim.name}`)],
      WriteAttributes: ['email'],
    }),
  );
  return requireId(UserPoolClient?.ClientId, 'app client');
}

const MFA = { optional: 'OPTIONAL', required: 'ON' } as const;

/** Lets an authenticator app be the second factor. No part of making a pool: that takes text messages only. */
export async function offerSecondFactor(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  { mfa }: SignIn,
): Promise<void> {
  if (mfa === 'off') return;
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: userPoolId,
      SoftwareTokenMfaConfiguration: { Enabled: true },
      MfaConfiguration: MFA[mfa],
    }),
  );
}

function requireId(id: string | undefined, what: string): string {
  if (!id) throw new Error(`Cognito gave the new ${what} no id`);
  return id;
}
