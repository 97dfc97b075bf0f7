import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { createIdentity } from '../../../lambdas/onboarding/create-identity/create-identity';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import { signInSchema } from '../../../lambdas/shared/contracts/sign-in';
import { AdminEmailTakenError, RegistrationMismatchError } from '../../../lambdas/shared/errors';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { useLocalAws } from '../../builders/local-aws';
import { admitted, awsError, buildPlan, buildWorkflowTenant } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(15121));
const cognito = mockClient(CognitoIdentityProviderClient);
const sharedPool = { userPoolId: 'shared-pool', appClientId: 'shared-client' };
const create = (plan: ReturnType<typeof buildPlan>, signIn = {}) =>
  createIdentity({
    cognito: new CognitoIdentityProviderClient({ region: 'eu-west-1' }),
    creating: new CognitoIdentityProviderClient({ region: 'eu-west-1' }),
    registry: registry.context,
    sharedPool,
    signIn: signInSchema.parse(signIn),
  })({ plan });
const ledger = async (tenantId: string) =>
  (await readLedger(registry.context, tenantId)).map(({ type, name, state, arn }) => ({
    type,
    name,
    state,
    arn,
  }));

const FOUR_KINDS = {
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

beforeEach(() => {
  cognito.reset();
  cognito.on(CreateUserPoolCommand).resolves({ UserPool: { Id: 'own-pool' } });
  cognito.on(CreateUserPoolClientCommand).resolves({ UserPoolClient: { ClientId: 'own-client' } });
  cognito.on(AdminCreateUserCommand).resolves({ User: { Username: 'sub-1' } });
});

describe('create-identity for a pooled tenant', () => {
  const tenant = buildWorkflowTenant({ tier: 'BASIC' });
  const plan = buildPlan(tenant);
  beforeEach(() => admitted(registry.context, tenant));

  it('adds its administrator to the shared pool, with one call', async () => {
    const identity = await create(plan);

    expect(identity).toEqual(sharedPool);
    expect(cognito.calls()).toHaveLength(1);
    expect(cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'shared-pool',
      Username: tenant.email.toLowerCase(),
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: [
        { Name: 'email', Value: tenant.email.toLowerCase() },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:tenantId', Value: tenant.tenantId },
        { Name: 'custom:tenantTier', Value: 'BASIC' },
        { Name: 'custom:tenantName', Value: tenant.tenantName },
        { Name: 'custom:userRole', Value: 'TenantAdmin' },
      ],
    });
    expect(await ledger(tenant.tenantId)).toEqual([
      { type: 'User', name: tenant.email.toLowerCase(), state: 'created', arn: 'sub-1' },
    ]);
  });

  it('accepts the administrator that a former try made', async () => {
    cognito.on(AdminCreateUserCommand).rejects(awsError('UsernameExistsException'));
    cognito.on(AdminGetUserCommand).resolves({
      Username: 'sub-1',
      UserAttributes: [{ Name: 'custom:tenantId', Value: tenant.tenantId }],
    });

    expect(await create(plan)).toEqual(sharedPool);
  });

  it('refuses a mailbox of another tenant, and leaves it alone', async () => {
    cognito.on(AdminCreateUserCommand).rejects(awsError('UsernameExistsException'));
    cognito.on(AdminGetUserCommand).resolves({
      Username: 'sub-2',
      UserAttributes: [{ Name: 'custom:tenantId', Value: 'somebody else' }],
    });

    await expect(create(plan)).rejects.toThrow(AdminEmailTakenError);
    expect(await ledger(tenant.tenantId)).toMatchObject([{ state: 'planned' }]);
  });

  it('adds nobody for a tenant that the registry does not have', async () => {
    await expect(create(buildPlan())).rejects.toThrow(RegistrationMismatchError);
    expect(cognito.calls()).toEqual([]);
  });

  it('passes on what it does not know', async () => {
    cognito.on(AdminCreateUserCommand).rejects(awsError('NotAuthorizedException'));

    await expect(create(plan)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('create-identity for a silo tenant', () => {
  const tenant = buildWorkflowTenant({ tier: 'ADVANCED' });
  const plan = buildPlan(tenant);
  beforeEach(() => admitted(registry.context, tenant));
  const name = footprintName(tenant);

  it('makes pool, client and administrator, three calls in all', async () => {
    const identity = await create(plan);

    expect(identity).toEqual({ userPoolId: 'own-pool', appClientId: 'own-client' });
    expect(cognito.calls()).toHaveLength(3);
    expect(await ledger(tenant.tenantId)).toEqual([
      { type: 'User', name: tenant.email.toLowerCase(), state: 'created', arn: 'sub-1' },
      {
        type: 'UserPool',
        name,
        state: 'created',
        arn: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/own-pool',
      },
      { type: 'UserPoolClient', name, state: 'created', arn: 'own-client' },
    ]);
  });

  it('lets only administrators add users, and tells nobody who exists', async () => {
    await create(plan);

    expect(cognito.commandCalls(CreateUserPoolCommand)[0]?.args[0].input).toMatchObject({
      PoolName: name,
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      DeletionProtection: 'INACTIVE',
      UserPoolTags: { tenantId: tenant.tenantId, tenantName: tenant.tenantName, tier: 'ADVANCED' },
    });
    expect(cognito.commandCalls(CreateUserPoolClientCommand)[0]?.args[0].input).toMatchObject({
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
  });

  it('asks of its users what is configured', async () => {
    await create(plan, {
      passwordLength: 16,
      mfa: 'required',
      tokenMinutes: 15,
      sessionHours: 8,
      threatProtection: 'enforced',
    });

    expect(cognito.commandCalls(CreateUserPoolCommand)[0]?.args[0].input).toMatchObject({
      Policies: { PasswordPolicy: { ...FOUR_KINDS, MinimumLength: 16 } },
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
    });
    expect(cognito.commandCalls(CreateUserPoolClientCommand)[0]?.args[0].input).toMatchObject({
      ...{ AccessTokenValidity: 15, IdTokenValidity: 15, RefreshTokenValidity: 8 },
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
      EnableTokenRevocation: true,
    });
    expect(cognito.commandCalls(SetUserPoolMfaConfigCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'own-pool',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      MfaConfiguration: 'ON',
    });
  });

  it('asks by default for twelve characters, no second factor, and a sign-in a day', async () => {
    await create(plan);

    expect(cognito.commandCalls(CreateUserPoolCommand)[0]?.args[0].input).toMatchObject({
      Policies: { PasswordPolicy: { ...FOUR_KINDS, MinimumLength: 12, TemporaryPasswordValidityDays: 7 } },
      UserPoolTier: 'ESSENTIALS',
    });
    expect(cognito.commandCalls(CreateUserPoolClientCommand)[0]?.args[0].input).toMatchObject({
      ...{ AccessTokenValidity: 60, IdTokenValidity: 60, RefreshTokenValidity: 24 },
    });
    expect(cognito.commandCalls(SetUserPoolMfaConfigCommand)).toEqual([]);
  });

  it('lets no client write the tenant’s claims, and all of them be in the token', async () => {
    await create(plan);

    const { ReadAttributes, WriteAttributes } =
      cognito.commandCalls(CreateUserPoolClientCommand)[0]?.args[0].input ?? {};
    const { Schema = [] } = cognito.commandCalls(CreateUserPoolCommand)[0]?.args[0].input ?? {};
    const claims = ['tenantId', 'tenantTier', 'tenantName', 'userRole'];
    expect(WriteAttributes).toEqual(['email']);
    expect(ReadAttributes).toEqual(expect.arrayContaining(claims.map((claim) => `custom:${claim}`)));
    expect(Schema.filter(({ Mutable }) => !Mutable).map(({ Name }) => Name)).toEqual(claims.slice(0, 3));
  });

  it('finds the pool and the client that a former try made, and makes only what is missing', async () => {
    cognito
      .on(AdminCreateUserCommand)
      .rejectsOnce(awsError('TimeoutError'))
      .resolves({ User: { Username: 'sub-1' } });
    await expect(create(plan)).rejects.toMatchObject({ name: 'TimeoutError' });
    cognito.on(ListUserPoolsCommand).resolves({
      UserPools: [
        { Id: 'other', Name: `${name}-x` },
        { Id: 'own-pool', Name: name },
      ],
    });
    cognito.on(ListUserPoolClientsCommand).resolves({ UserPoolClients: [] });

    const identity = await create(plan);

    expect(identity).toEqual({ userPoolId: 'own-pool', appClientId: 'own-client' });
    expect(cognito.commandCalls(CreateUserPoolCommand)).toHaveLength(1);
    expect(cognito.commandCalls(CreateUserPoolClientCommand)).toHaveLength(2);
  });
});
