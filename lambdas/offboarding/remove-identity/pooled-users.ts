import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { concurrently } from '../../shared/aws/concurrently';
import { isAwsError } from '../../shared/aws/errors';
import type { PageOutcome } from '../../shared/contracts/pages';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import { jsonOf } from '../../shared/environment';

/** The most that Cognito lists at once. */
const PAGE = 60;
/** Deletions at once: Cognito allows some 25 a second, and each takes about 100 ms. */
const AT_ONCE = 4;

/** A place in a pass over the pool's users, and whether the pass has found any of the tenant's so far. */
const placeSchema = jsonOf(z.strictObject({ found: z.boolean(), token: z.string().optional() }));
type Place = z.output<typeof placeSchema>;

/** Deletes the administrator whom the ledger names, if the user of that name is this tenant's. */
export async function deleteAdministrator(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  tenantId: string,
  { name, arn }: LedgerEntry,
): Promise<void> {
  try {
    const { Username, UserAttributes } = await cognito.send(
      new AdminGetUserCommand({ UserPoolId, Username: arn ?? name }),
    );
    if (!belongsTo(tenantId, UserAttributes)) return;
    await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  } catch (error) {
    if (!isAwsError(error, 'UserNotFoundException')) throw error;
  }
}

/**
 * Deletes the tenant's users from the shared pool, page by page. Cognito filters by no custom attribute, so every
 * user is looked at; and it does not say that a list holds still while users are deleted, so it is done only after a
 * whole pass that found none.
 *
 * All attributes are read: asked for one only, Cognito refuses the whole list if a single user lacks it.
 */
export async function sweepUsers(
  cognito: CognitoIdentityProviderClient,
  given: {
    userPoolId: string;
    tenantId: string;
    next: string | undefined;
    mayGoOn: () => boolean;
    onDeleted: (count: number) => Promise<void>;
  },
): Promise<PageOutcome> {
  const { userPoolId: UserPoolId, tenantId, next, mayGoOn, onDeleted } = given;
  let place: Place = next ? placeSchema.parse(next) : { found: false };
  do {
    const { Users = [], PaginationToken: token } = await listUsers(cognito, UserPoolId, place);
    const own = Users.filter(({ Attributes }) => belongsTo(tenantId, Attributes));
    let deleted = 0;
    await concurrently(own, AT_ONCE, async ({ Username }) => {
      if (await deleteUser(cognito, UserPoolId, Username)) deleted++;
    });
    if (deleted > 0) await onDeleted(deleted);
    const found = place.found || own.length > 0;
    if (!token && !found) return { done: true };
    place = token ? { found, token } : { found: false };
  } while (mayGoOn());
  return { done: false, next: JSON.stringify(place) };
}

/** A token of a former day is not valid any more (a redrive brings one): the pass begins again. */
async function listUsers(cognito: CognitoIdentityProviderClient, UserPoolId: string, { token }: Place) {
  const list = (PaginationToken?: string) =>
    cognito.send(new ListUsersCommand({ UserPoolId, Limit: PAGE, PaginationToken }));
  try {
    return await list(token);
  } catch (error) {
    if (!token || !isAwsError(error, 'InvalidParameterException')) throw error;
    return list();
  }
}

/** @returns false when the user was gone already */
async function deleteUser(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  Username: string | undefined,
): Promise<boolean> {
  try {
    await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'UserNotFoundException')) return false;
    throw error;
  }
}

const belongsTo = (tenantId: string, attributes: AttributeType[] = []): boolean =>
  attributes.some(({ Name, Value }) => Name === 'custom:tenantId' && Value === tenantId);
