import {
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLocalAws } from '../../builders/local-aws';
import { stacksOn } from '../../builders/stack';

const PORT = 14618;
const aws = useLocalAws(PORT);
const stacks = stacksOn(PORT);
const UserPoolId = { Ref: 'Pool' };

const pool = {
  Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'operators' } },
  Group: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId, GroupName: 'SystemAdmin' } },
};
const user = (email: string) => ({
  User: {
    Type: 'AWS::Cognito::UserPoolUser',
    Properties: { UserPoolId, Username: 'admin', UserAttributes: [{ Name: 'email', Value: email }] },
  },
  Membership: {
    Type: 'AWS::Cognito::UserPoolUserToGroupAttachment',
    DependsOn: ['User', 'Group'],
    Properties: { UserPoolId, Username: 'admin', GroupName: 'SystemAdmin' },
  },
});
const outputs = { Pool: UserPoolId };

test('a stack creates a user in a group, replaces it when changed, and takes it away', async () => {
  const cognito = new CognitoIdentityProviderClient(aws.config);
  const emails = async (id?: string) => {
    const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId: id }));
    return Users.map((found) => found.Attributes?.find(({ Name }) => Name === 'email')?.Value);
  };

  const { Pool, Name } = await stacks.create(
    'operators',
    { ...pool, ...user('a@example.com') },
    { ...outputs, Name: { Ref: 'User' } },
  );

  expect(Name).toBe('admin');
  expect(await emails(Pool)).toEqual(['a@example.com']);
  const groups = new AdminListGroupsForUserCommand({ UserPoolId: Pool, Username: 'admin' });
  expect((await cognito.send(groups)).Groups).toMatchObject([{ GroupName: 'SystemAdmin' }]);
  await stacks.update('operators', { ...pool, ...user('b@example.com') }, outputs);
  expect(await emails(Pool)).toEqual(['b@example.com']);
  await stacks.update('operators', pool, outputs);
  expect(await emails(Pool)).toEqual([]);
});
