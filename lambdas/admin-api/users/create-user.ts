import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  InvalidParameterException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CreateUser } from '../../shared/contracts/admin-api';
import { ConflictError, ValidationError } from '../../shared/errors';
import type { OperatorPool } from './operators';

/**
 * Makes an operator, to whom Cognito mails a temporary password. One without a role would be half made, so it
 * goes again when the role cannot be given.
 * @throws ConflictError when the name, or the e-mail in a pool that signs in by it, is taken
 */
export async function createUser(
  pool: OperatorPool,
  { userName, userRole, email }: CreateUser,
): Promise<{ userName: string }> {
  const user = { UserPoolId: pool.userPoolId, Username: userName };
  try {
    await pool.cognito.send(
      new AdminCreateUserCommand({
        ...user,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );
  } catch (error) {
    if (error instanceof UsernameExistsException) {
      throw new ConflictError('userName: a user of this name exists; choose another name');
    }
    if (error instanceof InvalidParameterException) {
      throw new ValidationError('userName', 'is not accepted by the user pool');
    }
    throw error;
  }
  try {
    await pool.cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: userRole }));
  } catch (error) {
    await pool.cognito.send(new AdminDeleteUserCommand(user));
    throw error;
  }
  return { userName };
}
