import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CredentialAction, Situation } from '../action';

/** The users service of the tenant: its own task, or the pool's for those who share the pool. */
const usersService = ({ victim }: Omit<Situation, 'by'>) => victim.keys.tasks.users;
const reconciler = ({ keyring }: Omit<Situation, 'by'>) => keyring.functions.reconciler;
const administrator = ({ keyring }: Omit<Situation, 'by'>) => keyring.root;

/** Nobody has this name: what deletes or signs out is let pass by IAM, and then does nothing. */
const NOBODY = 'nobody@attempts.example';
const GONE = ['UserNotFoundException'];

const pool = ({ victim }: Situation) => ({ UserPoolId: victim.estate.userPoolId });
const user = (situation: Situation) => ({
  ...pool(situation),
  Username: situation.victim.member.user().username,
});
const nobody = (situation: Situation) => ({ ...pool(situation), Username: NOBODY });

const ACTIONS: Omit<CredentialAction, 'kind'>[] = [
  {
    name: 'AdminGetUser',
    owner: usersService,
    send: (s) => s.by.cognito.send(new AdminGetUserCommand(user(s))),
  },
  {
    name: 'ListUsers',
    owner: usersService,
    send: (s) => s.by.cognito.send(new ListUsersCommand({ ...pool(s), Limit: 1 })),
  },
  {
    name: 'AdminUpdateUserAttributes',
    owner: usersService,
    send: (s) =>
      s.by.cognito.send(
        new AdminUpdateUserAttributesCommand({
          ...user(s),
          UserAttributes: [{ Name: 'custom:userRole', Value: 'TenantUser' }],
        }),
      ),
  },
  {
    name: 'AdminCreateUser',
    owner: usersService,
    // Made by the first control; there ever after.
    past: ['UsernameExistsException'],
    send: (s) =>
      s.by.cognito.send(
        new AdminCreateUserCommand({
          ...pool(s),
          Username: `eve@${s.victim.member.tenantId}.example`,
          MessageAction: 'SUPPRESS',
        }),
      ),
  },
  {
    name: 'AdminDeleteUser',
    owner: usersService,
    past: GONE,
    send: (s) => s.by.cognito.send(new AdminDeleteUserCommand(nobody(s))),
  },
  {
    name: 'AdminUserGlobalSignOut',
    owner: usersService,
    past: GONE,
    send: (s) => s.by.cognito.send(new AdminUserGlobalSignOutCommand(nobody(s))),
  },
  {
    name: 'AdminSetUserPassword',
    owner: administrator,
    past: GONE,
    send: (s) =>
      s.by.cognito.send(
        new AdminSetUserPasswordCommand({ ...nobody(s), Password: 'Attempt-1-of-many!', Permanent: true }),
      ),
  },
  {
    name: 'DescribeUserPool',
    owner: administrator,
    send: (s) => s.by.cognito.send(new DescribeUserPoolCommand(pool(s))),
  },
  {
    name: 'ListUserPoolClients',
    owner: reconciler,
    send: (s) => s.by.cognito.send(new ListUserPoolClientsCommand(pool(s))),
  },
];

export const USER_ACTIONS: readonly CredentialAction[] = ACTIONS.map((action) => ({
  ...action,
  kind: 'user pool',
}));
