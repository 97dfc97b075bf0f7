import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { CLIENT_SETTINGS } from '../aws/client-settings';
import { attributeOf } from '../aws/cognito-user';
import { OPERATOR_ROLES, type OperatorRole } from '../contracts/admin-api';

/** What the operators' pool says of an operator. */
export interface KnownOperator {
  /** Cognito's id of the user. */
  sub: string;
  enabled: boolean;
  roles: OperatorRole[];
}

/** An operator as the pool has it, or had it half a minute ago; undefined for nobody. */
export type FindOperator = (userName: string) => Promise<KnownOperator | undefined>;

/**
 * An operator who is removed, disabled or demoted keeps access for this long at most, in each of a function's
 * processes; the promise is a minute. Two calls an operator, process and half minute are far below Cognito's quotas.
 */
const REMEMBERED_MS = 30_000;
/** Operators are few; a process that has seen more begins anew. */
const MAX_REMEMBERED = 1000;

/**
 * Asks the operators' pool. AWS calls: `cognito-idp:AdminGetUser`, `cognito-idp:AdminListGroupsForUser`.
 * @throws what Cognito throws: who cannot be looked up is not let in, and the answer is not remembered
 */
export function operatorDirectory(
  userPoolId: string,
  cognito: CognitoIdentityProviderClient = new CognitoIdentityProviderClient(CLIENT_SETTINGS),
  now: () => number = Date.now,
): FindOperator {
  const remembered = new Map<string, { operator: KnownOperator | undefined; atMs: number }>();
  return async (userName) => {
    const former = remembered.get(userName);
    if (former && now() - former.atMs < REMEMBERED_MS) return former.operator;
    const atMs = now();
    const operator = await look(cognito, { UserPoolId: userPoolId, Username: userName });
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(userName, { operator, atMs });
    return operator;
  };
}

async function look(
  cognito: CognitoIdentityProviderClient,
  user: { UserPoolId: string; Username: string },
): Promise<KnownOperator | undefined> {
  try {
    const [{ UserAttributes, Enabled }, { Groups = [] }] = await Promise.all([
      cognito.send(new AdminGetUserCommand(user)),
      cognito.send(new AdminListGroupsForUserCommand(user)),
    ]);
    return {
      sub: attributeOf(UserAttributes, 'sub') ?? '',
      enabled: Enabled === true,
      roles: OPERATOR_ROLES.filter((role) => Groups.some(({ GroupName }) => GroupName === role)),
    };
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
}
