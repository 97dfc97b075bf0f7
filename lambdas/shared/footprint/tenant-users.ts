import {
  type AttributeType,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { attributeOf } from '../aws/cognito-user';
import { isAwsError } from '../aws/errors';

/** The most that Cognito lists at once. */
const PAGE = 60;

/** A place in a list that it does not know any more: what was read up to it has to be read again. */
export class StalePlaceError extends Error {
  override readonly name: string = 'StalePlaceError';
}

/**
 * A tenant's users on one page of a pool, its own or the shared one, and where the next page begins. Cognito filters
 * by no custom attribute: every user is looked at, some 600 a second, and a page may have none of the tenant's.
 *
 * All attributes are read: asked for one only, Cognito refuses the whole list if a single user lacks it.
 * AWS call: `cognito-idp:ListUsers`.
 *
 * @throws StalePlaceError when Cognito has forgotten the place, which it does within a day
 */
export async function tenantUsersPage(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  tenantId: string,
  from: string | undefined,
): Promise<{ users: UserType[]; next?: string }> {
  try {
    const { Users = [], PaginationToken: next } = await cognito.send(
      new ListUsersCommand({ UserPoolId, Limit: PAGE, PaginationToken: from }),
    );
    const users = Users.filter(({ Attributes }) => belongsTo(tenantId, Attributes));
    return { users, ...(next ? { next } : {}) };
  } catch (error) {
    // The token is all that the caller decides here.
    if (!from || !isAwsError(error, 'InvalidParameterException')) throw error;
    throw new StalePlaceError('Cognito does not know the place in its list of users any more');
  }
}

/**
 * The same for who may see a page twice: a place of a former day is not known any more (a redrive brings one), and the
 * list begins again.
 */
export async function tenantUsersPageOrFirst(
  ...[cognito, userPoolId, tenantId, from]: Parameters<typeof tenantUsersPage>
): ReturnType<typeof tenantUsersPage> {
  try {
    return await tenantUsersPage(cognito, userPoolId, tenantId, from);
  } catch (error) {
    if (!(error instanceof StalePlaceError)) throw error;
    return tenantUsersPage(cognito, userPoolId, tenantId, undefined);
  }
}

/** Whether a user is the tenant's, by the claim that only the product writes. */
export const belongsTo = (tenantId: string, attributes: AttributeType[] | undefined): boolean =>
  attributeOf(attributes, 'custom:tenantId') === tenantId;
