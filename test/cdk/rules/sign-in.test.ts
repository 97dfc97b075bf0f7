import { parseConfig } from '../../../cdk/config';
import { buildTemplates } from '../../builders/stacks';

const OPERATORS = 'controlplane-stack/';
const TENANTS = 'shared-infra-stack/';

const built = (settings = {}) => {
  const { ofType } = buildTemplates(settings);
  const of = (type: string, stack: string) =>
    ofType(type).find(({ name }) => name.startsWith(stack))?.Properties ?? {};
  return {
    pool: (stack: string) => of('AWS::Cognito::UserPool', stack),
    client: (stack: string) => of('AWS::Cognito::UserPoolClient', stack),
    mayOfferSecondFactor: JSON.stringify(ofType('AWS::IAM::Policy')).includes('SetUserPoolMfaConfig'),
    ofCreateIdentity: JSON.parse(
      ofType('AWS::Lambda::Function').find(({ Properties }) => Properties.Environment?.Variables.SIGN_IN)
        ?.Properties.Environment.Variables.SIGN_IN,
    ),
  };
};

const STRICT = {
  passwordLength: 16,
  mfa: 'required',
  tokenMinutes: 15,
  sessionHours: 8,
  threatProtection: 'enforced',
};
const strictly = built({ signIn: { operators: STRICT, tenants: { ...STRICT, mfa: 'optional' } } });
const byDefault = built();

describe.each([OPERATORS, TENANTS])('the user pool of %s', (stack) => {
  it('asks for a password of twelve characters of four kinds, and gives the first one a week', () => {
    expect(byDefault.pool(stack).Policies.PasswordPolicy).toEqual({
      MinimumLength: 12,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 7,
    });
  });

  it('gives tokens for an hour, a session for a day, and takes both back', () => {
    expect(byDefault.client(stack)).toMatchObject({
      ...{ AccessTokenValidity: 60, IdTokenValidity: 60, RefreshTokenValidity: 24 * 60 },
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('takes longer passwords and shorter sessions where that is configured', () => {
    expect(strictly.pool(stack).Policies.PasswordPolicy.MinimumLength).toBe(16);
    expect(strictly.client(stack)).toMatchObject({
      ...{ AccessTokenValidity: 15, IdTokenValidity: 15, RefreshTokenValidity: 8 * 60 },
    });
  });

  it('has threat protection, and the plan that it needs, where that is configured', () => {
    expect(byDefault.pool(stack).UserPoolTier).toBe('ESSENTIALS');
    expect(strictly.pool(stack)).toMatchObject({
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
    });
  });
});

describe('a second factor', () => {
  it('is an authenticator app, of operators and tenants each as configured', () => {
    expect(strictly.pool(OPERATORS)).toMatchObject({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
    expect(strictly.pool(TENANTS)).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
    expect([OPERATORS, TENANTS].map((stack) => byDefault.pool(stack).MfaConfiguration)).toEqual([
      'OFF',
      'OFF',
    ]);
  });

  it('can be set in a tenant’s own pool only where it is configured', () => {
    expect([byDefault.mayOfferSecondFactor, strictly.mayOfferSecondFactor]).toEqual([false, true]);
  });
});

it('is the same in the pools that the workflow makes', () => {
  expect(strictly.ofCreateIdentity).toEqual({ ...STRICT, mfa: 'optional' });
});

it.each([
  [{ passwordLength: 8 }, /signIn\.tenants\.passwordLength/],
  [{ tokenMinutes: 120, sessionHours: 1 }, /signIn\.tenants\.sessionHours: must not be shorter/],
  [{ mfa: 'yes' }, /signIn\.tenants\.mfa/],
])('takes nothing weaker or contradictory: %j', (tenants, message) => {
  expect(() => parseConfig({ signIn: { tenants } })).toThrow(message);
});
