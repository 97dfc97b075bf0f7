import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { attributeOf } from '../../shared/aws/cognito-user';
import { createOrAccept } from '../../shared/aws/errors';
import type { NamedTenant } from '../../shared/contracts/workflow';
import { AdminEmailTakenError } from '../../shared/errors';

/**
 * Creates the tenant's administrator, whom Cognito invites by e-mail with a temporary password. A mailbox is
 * unique in a pool, so creating comes first and a user who is there is looked at: it must be this tenant's.
 *
 * @param Username the normalized e-mail
 * @returns the user's id in the pool
 * @throws AdminEmailTakenError when the user is another tenant's
 */
export async function createAdministrator(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  tenant: NamedTenant,
  Username: string,
): Promise<string> {
  return createOrAccept(
    async () => {
      const { User } = await cognito.send(
        new AdminCreateUserCommand({
          UserPoolId: userPoolId,
          Username,
          DesiredDeliveryMediums: ['EMAIL'],
          UserAttributes: [
            { Name: 'email', Value: Username },
            { Name: 'email_verified', Value: 'true' },
            { Name: 'custom:tenantId', Value: tenant.tenantId },
            { Name: 'custom:tenantTier', Value: tenant.tier },
            { Name: 'custom:tenantName', Value: tenant.tenantName },
            { Name: 'custom:userRole', Value: 'TenantAdmin' },
          ],
        }),
      );
      return idOf(User?.Username, User?.Attributes);
    },
    ['UsernameExistsException'],
    async () => {
      const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username }));
      if (attributeOf(user.UserAttributes, 'custom:tenantId') !== tenant.tenantId)
        throw new AdminEmailTakenError();
      return idOf(user.Username, user.UserAttributes);
    },
  );
}

function idOf(userName: string | undefined, attributes?: AttributeType[]): string {
  const id = attributeOf(attributes, 'sub') ?? userName;
  if (!id) throw new Error('Cognito gave the administrator no id');
  return id;
}
