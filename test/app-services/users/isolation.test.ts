import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { tryUsers } from '../../../app-services/users/isolation';
import { awsError } from '../../builders/onboarding';

it('the users service tries its own pool, and one that is not its own', async () => {
  const client = new CognitoIdentityProviderClient({ region: 'eu-west-1' });
  const asked: (string | undefined)[] = [];
  mockClient(client)
    .on(AdminGetUserCommand)
    .callsFake(({ UserPoolId }) => {
      asked.push(UserPoolId);
      throw awsError(UserPoolId === 'eu-west-1_Own' ? 'UserNotFoundException' : 'AccessDeniedException');
    });

  const { own, others } = await tryUsers(client, 'eu-west-1_Own')('t-1');

  expect(own.map(({ verdict }) => verdict)).toEqual(['allowed']);
  expect(others.map(({ verdict }) => verdict)).toEqual(['refused']);
  expect(asked).toEqual(['eu-west-1_Own', expect.stringMatching(/^eu-west-1_[0-9A-Za-z]+$/)]);
});
