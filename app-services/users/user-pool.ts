import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Caller, Role } from '../shared/auth/caller';
import { Conflict, InvalidRequest, NotFound, Unavailable } from '../shared/http/errors';
import type { Page } from '../shared/http/paging';
import type { NewUser, User } from './user';

/** Users that Cognito gives at once at most. */
const PAGE = 60;
/**
 * Pages read for one list request. In a shared pool a tenant's users lie scattered among everybody's, and Cognito
 * filters by no custom attribute: 1,200 users are looked through in about a second; the next request goes on.
 */
const PAGES_OF_A_LIST = 20;
/** Pages read to find a second admin, which only an admin's own departure needs. */
const PAGES_OF_A_SEARCH = 100;

/** Where a list goes on: Cognito's token of a page, and how many of the tenant's users in it were given already. */
export interface ListPosition {
  page?: string | undefined;
  skip: number;
}

/** A user with Cognito's id, which its tokens carry as `sub`; clients know users by their names. */
export interface PoolUser extends User {
  userId: string;
}

/** One Cognito user pool, of which a caller sees the users of the own tenant and no others. */
export class UserPool {
  constructor(
    private readonly cognito: CognitoIdentityProviderClient,
    private readonly userPoolId: string,
  ) {}

  /**
   * Cognito makes a temporary password and mails it; this service never sees it. The tenant's claims are the caller's.
   * @throws Conflict when the address has an account
   */
  async invite(caller: Caller, { userName, userEmail, userRole }: NewUser): Promise<void> {
    const email = userEmail.toLowerCase();
    const attributes = {
      email,
      email_verified: 'true',
      name: userName,
      'custom:tenantId': caller.tenantId,
      'custom:tenantTier': caller.tier,
      'custom:tenantName': caller.tenantName,
      'custom:userRole': userRole,
    };
    const command = new AdminCreateUserCommand({
      UserPoolId: this.userPoolId,
      Username: email,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      DesiredDeliveryMediums: ['EMAIL'],
    });
    await this.cognito.send(command).catch((error: Error) => {
      if (error.name === 'UsernameExistsException') throw new Conflict('userEmail has an account already');
      if (error.name === 'InvalidParameterException')
        throw new InvalidRequest('userEmail is not accepted by Cognito');
      if (error.name === 'CodeDeliveryFailureException' || error.name === 'LimitExceededException') {
        throw new Unavailable('the invitation could not be sent: try again later', error);
      }
      throw error;
    });
  }

  /** @throws NotFound, also for another tenant's user */
  async get(tenantId: string, userName: string): Promise<PoolUser> {
    const found = await this.#orNotFound(
      this.cognito.send(new AdminGetUserCommand({ UserPoolId: this.userPoolId, Username: userName })),
    );
    if (attribute(found.UserAttributes, 'custom:tenantId') !== tenantId) throw new NotFound('user not found');
    return userOf({ ...found, Attributes: found.UserAttributes });
  }

  /** A page may hold fewer users than asked for, even none, and still have a next one: see PAGES_OF_A_LIST. */
  async list(
    tenantId: string,
    limit: number,
    from: ListPosition = { skip: 0 },
  ): Promise<Page<User, ListPosition>> {
    const items: User[] = [];
    let { page, skip } = from;
    for (let read = 0; read < PAGES_OF_A_LIST; read += 1) {
      const { users, next } = await this.#page(tenantId, page);
      const room = limit - items.length;
      const own = users.slice(skip, skip + room);
      items.push(...own);
      if (skip + own.length < users.length) return { items, next: { page, skip: skip + own.length } };
      if (next === undefined) return { items };
      page = next;
      skip = 0;
      if (items.length === limit) break;
    }
    return { items, next: { page, skip } };
  }

  /** Whether the tenant has an enabled TenantAdmin who counts. Not found within PAGES_OF_A_SEARCH means no. */
  async hasAdmin(tenantId: string, counts: (user: PoolUser) => boolean): Promise<boolean> {
    let page: string | undefined;
    for (let read = 0; read < PAGES_OF_A_SEARCH; read += 1) {
      const { users, next } = await this.#page(tenantId, page);
      if (users.some((user) => isActiveAdmin(user) && counts(user))) return true;
      if (next === undefined) return false;
      page = next;
    }
    return false;
  }

  async setRole(userName: string, role: Role): Promise<void> {
    await this.#orNotFound(
      this.cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: this.userPoolId,
          Username: userName,
          UserAttributes: [{ Name: 'custom:userRole', Value: role }],
        }),
      ),
    );
  }

  /** The user's refresh tokens give no new tokens from here on. */
  async revokeTokens(userName: string): Promise<void> {
    await this.#orNotFound(
      this.cognito.send(
        new AdminUserGlobalSignOutCommand({ UserPoolId: this.userPoolId, Username: userName }),
      ),
    );
  }

  async remove(userName: string): Promise<void> {
    await this.#orNotFound(
      this.cognito.send(new AdminDeleteUserCommand({ UserPoolId: this.userPoolId, Username: userName })),
    );
  }

  async #page(
    tenantId: string,
    token: string | undefined,
  ): Promise<{ users: PoolUser[]; next: string | undefined }> {
    const command = new ListUsersCommand({
      UserPoolId: this.userPoolId,
      Limit: PAGE,
      PaginationToken: token,
    });
    const { Users = [], PaginationToken } = await this.cognito.send(command).catch((error: Error) => {
      // Cognito's tokens expire after some hours.
      if (error.name === 'InvalidParameterException' && token)
        throw new InvalidRequest('next_token is too old');
      throw error;
    });
    const own = Users.filter(({ Attributes }) => attribute(Attributes, 'custom:tenantId') === tenantId);
    return { users: own.map(userOf), next: PaginationToken };
  }

  #orNotFound<T>(answer: Promise<T>): Promise<T> {
    return answer.catch((error: Error) => {
      // A name that Cognito cannot hold is one that nobody has.
      const nobody = error.name === 'UserNotFoundException' || error.name === 'InvalidParameterException';
      throw nobody ? new NotFound('user not found') : error;
    });
  }
}

export function isActiveAdmin(user: User): boolean {
  return user.enabled && user.user_role === 'TenantAdmin';
}

function attribute(attributes: AttributeType[] | undefined, name: string): string {
  return attributes?.find(({ Name }) => Name === name)?.Value ?? '';
}

interface CognitoUser {
  Username?: string | undefined;
  Attributes?: AttributeType[] | undefined;
  UserStatus?: string | undefined;
  Enabled?: boolean | undefined;
  UserCreateDate?: Date | undefined;
  UserLastModifiedDate?: Date | undefined;
}

function userOf(found: CognitoUser): PoolUser {
  return {
    userId: attribute(found.Attributes, 'sub'),
    username: found.Username ?? '',
    email: attribute(found.Attributes, 'email'),
    user_role: attribute(found.Attributes, 'custom:userRole'),
    status: found.UserStatus ?? '',
    enabled: found.Enabled ?? false,
    created: found.UserCreateDate?.toISOString() ?? '',
    modified: found.UserLastModifiedDate?.toISOString() ?? '',
  };
}
