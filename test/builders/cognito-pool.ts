import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';

interface PoolUser {
  Username: string;
  Attributes: AttributeType[];
  Enabled: boolean;
}

const named = (name: string) => Object.assign(new Error(name), { name });
const DATE = new Date('2026-01-02T03:04:05Z');

/** A Cognito user pool in memory behind the SDK's client, with Cognito's errors and page tokens. */
export function buildCognitoPool() {
  const users = new Map<string, PoolUser>();
  const mock = mockClient(CognitoIdentityProviderClient);
  const existing = (name: string | undefined) => {
    const user = users.get(name ?? '');
    if (!user) throw named('UserNotFoundException');
    return user;
  };
  const shown = { UserStatus: 'CONFIRMED' as const, UserCreateDate: DATE, UserLastModifiedDate: DATE };

  mock.on(AdminCreateUserCommand).callsFake(async (input: AdminCreateUserCommand['input']) => {
    const Username = input.Username ?? '';
    if (users.has(Username)) throw named('UsernameExistsException');
    users.set(Username, { Username, Attributes: [...(input.UserAttributes ?? [])], Enabled: true });
    return {};
  });
  mock.on(AdminGetUserCommand).callsFake(async ({ Username }) => {
    const { Attributes, ...user } = existing(Username);
    return { ...user, ...shown, UserAttributes: Attributes };
  });
  mock.on(AdminUpdateUserAttributesCommand).callsFake(async ({ Username, UserAttributes }) => {
    const user = existing(Username);
    for (const change of UserAttributes ?? []) {
      user.Attributes = [...user.Attributes.filter(({ Name }) => Name !== change.Name), change];
    }
    return {};
  });
  mock.on(AdminDeleteUserCommand).callsFake(async ({ Username }) => {
    users.delete(existing(Username).Username);
    return {};
  });
  mock.on(AdminUserGlobalSignOutCommand).callsFake(async ({ Username }) => {
    existing(Username);
    return {};
  });
  mock.on(ListUsersCommand).callsFake(async ({ Limit, PaginationToken }) => {
    const start = PaginationToken === undefined ? 0 : Number(PaginationToken);
    if (Number.isNaN(start)) throw named('InvalidParameterException');
    const all = [...users.values()];
    const end = start + (Limit ?? 60);
    return {
      Users: all.slice(start, end).map((user) => ({ ...user, ...shown })),
      ...(end < all.length && { PaginationToken: String(end) }),
    };
  });

  /** Puts a user there as somebody else made it. */
  const add = (Username: string, tenantId = 'tenant-1', role = 'TenantUser', Enabled = true) => {
    const attributes = {
      sub: `sub-of-${Username}`,
      email: Username,
      'custom:tenantId': tenantId,
      'custom:userRole': role,
    };
    users.set(Username, {
      Username,
      Enabled,
      Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    });
  };
  return { client: new CognitoIdentityProviderClient({}), mock, users, add };
}
