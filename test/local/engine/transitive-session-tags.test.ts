import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { useLocalAws } from '../../builders/local-aws';

const PORT = 14622;
const aws = useLocalAws(PORT);
const arnOf = (role: string) => `arn:aws:iam::000000000000:role/${role}`;
const NOT_THERE = { name: 'ResourceNotFoundException' };
const DENIED = { name: 'AccessDeniedException' };

/** Two roles that may take each other, and describe tables where the caller's tag says `blue`. */
beforeAll(async () => {
  const iam = new IAMClient(aws.config);
  const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const assume = { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'] };
  for (const RoleName of ['first', 'second']) {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: document({
          ...assume,
          Principal: { AWS: 'arn:aws:iam::000000000000:root' },
        }),
        Tags: [{ Key: 'team', Value: 'red' }],
      }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'all',
        PolicyDocument: document(
          { ...assume, Resource: arnOf('*') },
          {
            Effect: 'Allow',
            Action: 'dynamodb:DescribeTable',
            Resource: '*',
            Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
          },
        ),
      }),
    );
  }
});

type Config = ReturnType<typeof aws.configAs> | typeof aws.config;

async function take(as: Config, role: string, more: Partial<AssumeRoleCommandInput> = {}): Promise<Config> {
  const { Credentials } = await new STSClient(as).send(
    new AssumeRoleCommand({ RoleArn: arnOf(role), RoleSessionName: 'test', ...more }),
  );
  return aws.configAs(Credentials ?? {});
}
/** Allowed, it is told that there is no such table. */
const describeTable = (as: Config) =>
  new DynamoDBClient(as).send(new DescribeTableCommand({ TableName: 'none' }));

const Tags = [{ Key: 'team', Value: 'blue' }];

test('a transitive tag stays with the session of a further role, and overrides that role’s own', async () => {
  const first = await take(aws.config, 'first', { Tags, TransitiveTagKeys: ['team'] });
  const second = await take(first, 'second');
  const third = await take(second, 'first');

  for (const session of [first, second, third]) {
    await expect(describeTable(session)).rejects.toMatchObject(NOT_THERE);
  }
});

test('another tag does not', async () => {
  const first = await take(aws.config, 'first', { Tags });
  const second = await take(first, 'second');

  await expect(describeTable(first)).rejects.toMatchObject(NOT_THERE);
  await expect(describeTable(second)).rejects.toMatchObject(DENIED);
});

test.each(['team', 'Team'])('an inherited tag cannot be replaced by the key %s', async (Key) => {
  const first = await take(aws.config, 'first', { Tags, TransitiveTagKeys: ['team'] });

  await expect(take(first, 'second', { Tags: [{ Key, Value: 'green' }] })).rejects.toThrow(/not authorized/);
  await expect(take(first, 'second', { Tags: [{ Key: 'other', Value: 'x' }] })).resolves.toBeDefined();
});
