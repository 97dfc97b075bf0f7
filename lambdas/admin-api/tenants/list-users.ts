import type { CognitoIdentityProviderClient, UserType } from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { accountOf, attributeOf } from '../../shared/aws/cognito-user';
import { isAwsError } from '../../shared/aws/errors';
import type { Registration } from '../../shared/contracts/registry-items';
import type { TenantUserRow } from '../../shared/contracts/tenant-pages';
import { jsonOf } from '../../shared/environment';
import { NotFoundError, ValidationError } from '../../shared/errors';
import { StalePlaceError, tenantUsersPage } from '../../shared/footprint/tenant-users';
import { nextToken, type PageRequest } from '../../shared/http/paging';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger } from '../../shared/registry/ledger';
import { getRegistration } from '../../shared/registry/registrations';

/**
 * Pages of the pool read for one request. In the shared pool a tenant's users lie scattered among everybody's: 1,200
 * users are looked through in some two seconds; the next request goes on.
 */
const PAGES_OF_A_REQUEST = 20;

/** As many as Cognito lists at once. */
export const MAX_USERS = 60;

/** Where a list goes on: Cognito's token of a page, and how many of the tenant's users in it were given already. */
const placeSchema = jsonOf(z.strictObject({ page: z.string().optional(), skip: z.int().nonnegative() }));
type Place = z.output<typeof placeSchema>;

/** Binds a page's token to the users of one tenant. */
export const usersList = (registrationId: string): string => `users/${registrationId}`;

export interface UsersDependencies {
  registry: RegistryContext;
  cognito: CognitoIdentityProviderClient;
}

/**
 * A page of those who may sign in for a tenant, from its own pool or from the shared one, of which other tenants' users
 * are never given. A page may hold fewer users than asked for, even none, and still have a next one.
 *
 * AWS call: `cognito-idp:ListUsers`. Registry: GetItem (registration), Query (ledger).
 *
 * @returns none while the tenant has no pool: not provisioned yet, or deleted
 * @throws NotFoundError for an unknown registration
 * @throws ValidationError for a token that is not, or no longer, a place in this list
 */
export async function listUsers(
  { registry, cognito }: UsersDependencies,
  registrationId: string,
  { limit, from }: PageRequest,
): Promise<{ rows: TenantUserRow[]; nextToken?: string }> {
  const registration = await getRegistration(registry, registrationId);
  if (!registration) throw new NotFoundError('Tenant registration not found');
  const place = from === undefined ? { skip: 0 } : readPlace(from);
  const userPoolId = await poolOf(registry, registration);
  if (!userPoolId) return { rows: [] };
  try {
    const read = (page?: string) => tenantUsersPage(cognito, userPoolId, registration.tenantId, page);
    const { users, next } = await walk(read, limit, place);
    return {
      rows: users.map(view),
      nextToken: nextToken(usersList(registrationId), next && JSON.stringify(next)),
    };
  } catch (error) {
    if (error instanceof StalePlaceError) {
      throw new ValidationError('next_token', 'is no longer valid; leave it out to begin anew');
    }
    if (isGone(error, registration)) return { rows: [] };
    throw error;
  }
}

function readPlace(from: string): Place {
  const { data, success } = placeSchema.safeParse(from);
  if (success) return data;
  throw new ValidationError('next_token', 'is not a token of this list; leave it out to begin anew');
}

/** The pool in which the tenant's administrator was made, as the ledger has it. */
async function poolOf(registry: RegistryContext, { tenantId }: Registration): Promise<string | undefined> {
  const ledger = await readLedger(registry, tenantId);
  return ledger.find(({ type, state }) => type === 'User' && state === 'created')?.details?.userPoolId;
}

/** A pool goes a moment before the ledger says so; and what is gone has no tag, without which IAM refuses. */
const isGone = (error: unknown, { offboarding }: Registration): boolean =>
  offboarding?.state === 'removing' &&
  isAwsError(error, 'ResourceNotFoundException', 'AccessDeniedException');

/** Reads on from a place until there are as many users as asked for, the pool ends, or it was enough for one request. */
async function walk(
  read: (page?: string) => ReturnType<typeof tenantUsersPage>,
  limit: number,
  { page, skip }: Place,
): Promise<{ users: UserType[]; next?: Place }> {
  const users: UserType[] = [];
  for (let reads = 0; reads < PAGES_OF_A_REQUEST && users.length < limit; reads++) {
    const { users: found, next } = await read(page);
    const taken = found.slice(skip, skip + limit - users.length);
    users.push(...taken);
    if (skip + taken.length < found.length) return { users, next: { page, skip: skip + taken.length } };
    if (next === undefined) return { users };
    page = next;
    skip = 0;
  }
  return { users, next: { page, skip } };
}

function view({ Attributes, ...user }: UserType): TenantUserRow {
  const email = attributeOf(Attributes, 'email');
  const role = attributeOf(Attributes, 'custom:userRole');
  return {
    username: user.Username ?? '',
    ...(email ? { email } : {}),
    ...(role ? { user_role: role } : {}),
    ...accountOf(user),
  };
}
