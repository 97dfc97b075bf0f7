import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { concurrently } from '../../shared/aws/concurrently';
import { isAwsError } from '../../shared/aws/errors';
import type { PageOutcome } from '../../shared/contracts/pages';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import { jsonOf } from '../../shared/environment';
import { belongsTo, tenantUsersPageOrFirst } from '../../shared/footprint/tenant-users';

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
 * Deletes the tenant's users from the shared pool, page by page. Cognito does not say that a list holds still while
 * users are deleted, so it is done only after a whole pass that found none.
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
  const { userPoolId, tenantId, next, mayGoOn, onDeleted } = given;
  let place: Place = next ? placeSchema.parse(next) : { found: false };
  do {
    const { users: own, next: token } = await tenantUsersPageOrFirst(
      cognito,
      userPoolId,
      tenantId,
      place.token,
    );
    let deleted = 0;
    await concurrently(own, AT_ONCE, async ({ Username }) => {
      if (await deleteUser(cognito, userPoolId, Username)) deleted++;
    });
    if (deleted > 0) await onDeleted(deleted);
    const found = place.found || own.length > 0;
    if (!token && !found) return { done: true };
    place = token ? { found, token } : { found: false };
  } while (mayGoOn());
  return { done: false, next: JSON.stringify(place) };
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
