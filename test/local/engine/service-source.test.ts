import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { useLocalAws } from '../../builders/local-aws';

const aws = useLocalAws(14619);
const RoleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

/** A role that trusts ECS tasks of one account alone, as AWS advises. */
async function taskRole(name: string, account: string) {
  await new IAMClient(aws.config).send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'ecs-tasks.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:SourceAccount': account } },
          },
        ],
      }),
    }),
  );
  return new STSClient(aws.config).send(
    new AssumeRoleCommand({ RoleArn: RoleArn(name), RoleSessionName: 'task' }),
  );
}

describe('who plays a service', () => {
  it('brings the account for which it assumes a role', async () => {
    const { Credentials } = await taskRole('of-this-account', '000000000000');

    expect(Credentials?.SessionToken).toBeTruthy();
  });

  it('cannot assume what trusts the service for another account', async () => {
    await expect(taskRole('of-another-account', '111111111111')).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});
