import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { useUsersService, uwe } from '../../builders/users-service';

const service = useUsersService();
const { post, get } = service;

describe('inviting', () => {
  it("makes a user of the caller's tenant whose login name is the e-mail address", async () => {
    const response = await post({ ...uwe, userEmail: 'Uwe@Example.com' });
    expect([response.statusCode, response.json()]).toEqual([201, { message: 'User created' }]);
    expect(service.pool.mock.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'pool-1',
      Username: 'uwe@example.com',
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: expect.arrayContaining([
        { Name: 'email', Value: 'uwe@example.com' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: 'Uwe' },
        { Name: 'custom:tenantId', Value: 'tenant-1' },
        { Name: 'custom:tenantTier', Value: 'BASIC' },
        { Name: 'custom:tenantName', Value: 'acme' },
        { Name: 'custom:userRole', Value: 'TenantUser' },
      ]),
    });
  });

  it('makes a TenantUser unless told otherwise', async () => {
    await post({ userName: 'Uwe', userEmail: 'uwe@example.com' });
    expect((await get('/users/uwe@example.com')).json().user_role).toBe('TenantUser');
  });

  it('an address that has an account, in any case and of any tenant: 409', async () => {
    await post(uwe);
    for (const userEmail of ['uwe@example.com', 'UWE@example.com', 'bea@example.com']) {
      const response = await post({ ...uwe, userEmail });
      expect([response.statusCode, response.json()]).toEqual([
        409,
        { message: 'userEmail has an account already' },
      ]);
    }
  });

  it.each([
    ['InvalidParameterException', 400],
    ['CodeDeliveryFailureException', 503],
    ['LimitExceededException', 503],
    ['NotAuthorizedException', 500],
  ])('%s of Cognito: %i', async (name, statusCode) => {
    service.pool.mock.on(AdminCreateUserCommand).rejects(Object.assign(new Error('x'), { name }));
    expect((await post(uwe)).statusCode).toBe(statusCode);
  });

  it.each([
    [{ userEmail: 'uwe' }, /^userEmail must match/],
    [{ userEmail: undefined }, /^userEmail is required$/],
    [{ userEmail: `${'x'.repeat(65)}@example.com` }, /^userEmail must match/],
    [{ userName: undefined }, /^userName is required$/],
    [{ userRole: 'SystemAdmin' }, /^userRole must be one of TenantAdmin, TenantUser$/],
    [{ tenantId: 'tenant-2' }, /^tenantId is not a known field$/],
    [{ 'custom:tenantId': 'tenant-2' }, /^custom:tenantId is not a known field$/],
    [{ tier: 'PREMIUM' }, /^tier is not a known field$/],
    [{ groups: ['SystemAdmin'] }, /^groups is not a known field$/],
    [{ userRole: 'CustomerSupport' }, /^userRole must be one of/],
    [{ userRole: 'tenantadmin' }, /^userRole must be one of/],
    [{ userRole: ['TenantAdmin'] }, /^userRole must be/],
  ])('%j is refused', async (change, message) => {
    const response = await post({ ...uwe, ...change });
    expect([response.statusCode, response.json().message]).toEqual([400, expect.stringMatching(message)]);
  });

  it('leaves no personal data in the log', async () => {
    await post(uwe);
    await get('/users/uwe@example.com');
    expect(service.lines().length).toBeGreaterThan(0);
    expect(JSON.stringify(service.lines())).not.toMatch(/uwe|Uwe|ann@/);
  });
});
