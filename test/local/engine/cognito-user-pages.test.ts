import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14691);
const cognito = new CognitoIdentityProviderClient(aws.config);
afterAll(() => cognito.destroy());

let UserPoolId: string | undefined;
const names = Array.from({ length: 9 }, (_, n) => `user-${n}`);
const list = (PaginationToken?: string) =>
  cognito.send(new ListUsersCommand({ UserPoolId, Limit: 3, PaginationToken }));
beforeEach(async () => {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'users' }));
  UserPoolId = UserPool?.Id;
  for (const Username of names) await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username }));
});

test('leaves no user out when those of a page are deleted before the next', async () => {
  const seen: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const { Users = [], PaginationToken } = await list(token);
    for (const { Username } of Users) {
      seen.push(Username);
      await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    }
    token = PaginationToken;
  } while (token);

  expect(seen.sort()).toEqual(names);
});

test('refuses a token that it did not give', async () => {
  await expect(list('made-up')).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
