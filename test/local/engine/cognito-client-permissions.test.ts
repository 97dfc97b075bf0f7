import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14621);
const PASSWORD = 'Correct-horse-7';
let cognito: CognitoIdentityProviderClient;
let clientId: string | undefined;
let accessToken: string | undefined;

beforeAll(async () => {
  cognito = new CognitoIdentityProviderClient(aws.config);
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'tenants',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      Schema: [
        { Name: 'tenantId', AttributeDataType: 'String', Mutable: false },
        { Name: 'userRole', AttributeDataType: 'String', Mutable: true },
      ],
    }),
  );
  const UserPoolId = UserPool?.Id;
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'app',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      WriteAttributes: ['email', 'name', 'custom:tenantId'],
    }),
  );
  clientId = UserPoolClient?.ClientId;
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: 'jane',
      UserAttributes: [
        { Name: 'email', Value: 'jane@example.com' },
        { Name: 'custom:tenantId', Value: 'acme' },
        { Name: 'custom:userRole', Value: 'TenantUser' },
      ],
    }),
  );
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: 'jane', Password: PASSWORD, Permanent: true }),
  );
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'jane', PASSWORD },
    }),
  );
  accessToken = AuthenticationResult?.AccessToken;
});

const write = (Name: string, Value: string) =>
  cognito.send(
    new UpdateUserAttributesCommand({ AccessToken: accessToken, UserAttributes: [{ Name, Value }] }),
  );

const value = async (name: string) => {
  const { UserAttributes } = await cognito.send(new GetUserCommand({ AccessToken: accessToken }));
  return UserAttributes?.find(({ Name }) => Name === name)?.Value;
};

describe('a user with a token of an app client', () => {
  it('writes an attribute that the client may write', async () => {
    await write('name', 'Jane');

    expect(await value('name')).toBe('Jane');
  });

  it('keeps the e-mail until the new one is proven, where the pool asks for that', async () => {
    const { CodeDeliveryDetailsList } = await write('email', 'eve@example.com');

    expect(await value('email')).toBe('jane@example.com');
    expect(CodeDeliveryDetailsList).toEqual([
      { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'e***@e***' },
    ]);
  });

  it('writes none that the client may not', async () => {
    await expect(write('custom:userRole', 'TenantAdmin')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('changes none that is immutable, whatever the client may', async () => {
    await expect(write('custom:tenantId', 'beta')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('does not sign up where only administrators create users', async () => {
    await expect(
      cognito.send(new SignUpCommand({ ClientId: clientId, Username: 'eve', Password: PASSWORD })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
