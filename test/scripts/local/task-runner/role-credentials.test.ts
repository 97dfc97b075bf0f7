import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { roleCredentialsCache, trustsEcsTasks } from '../../../../scripts/local/task-runner/role-credentials';

const ROLE = 'arn:aws:iam::000000000000:role/orders';
const HOUR = 3_600_000;
const trust = (Service: string | string[]) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] });

function scene(document = encodeURIComponent(trust('ecs-tasks.amazonaws.com'))) {
  const sts = mockClient(STSClient);
  const iam = mockClient(IAMClient);
  let assumed = 0;
  sts.on(AssumeRoleCommand).callsFake(async () => {
    assumed += 1;
    return {
      Credentials: {
        AccessKeyId: `key-${assumed}`,
        SecretAccessKey: 'secret',
        SessionToken: 'token',
        Expiration: new Date(HOUR),
      },
    };
  });
  iam.on(GetRoleCommand).resolves({ Role: { AssumeRolePolicyDocument: document } as never });
  const clock = { now: 0 };
  const credentialsOf = roleCredentialsCache({
    sts: new STSClient(),
    iam: new IAMClient(),
    lifeSeconds: 3_600,
    now: () => clock.now,
  });
  const keyOf = async (role = ROLE) => (await credentialsOf(role)).accessKeyId;
  return { sts, clock, credentialsOf, keyOf };
}

describe('role credentials', () => {
  it('are assumed once for callers at the same time, and once a role', async () => {
    const { keyOf } = scene();

    const keys = await Promise.all([keyOf(), keyOf(), keyOf(`${ROLE}-of-another`)]);

    expect(keys).toEqual(['key-1', 'key-1', 'key-2']);
  });

  it('are renewed 15 min before their end, which is before an SDK asks again', async () => {
    const { keyOf, clock } = scene();
    const first = await keyOf();

    clock.now = HOUR - 15 * 60_000 - 1;
    const before = await keyOf();
    clock.now += 1;
    const after = await keyOf();

    expect([first, before, after]).toEqual(['key-1', 'key-1', 'key-2']);
  });

  it('are asked for again after a failure', async () => {
    const { sts, keyOf } = scene();
    sts
      .on(AssumeRoleCommand)
      .rejectsOnce(new Error('no answer'))
      .resolves({
        Credentials: {
          AccessKeyId: 'later',
          SecretAccessKey: 's',
          SessionToken: 't',
          Expiration: new Date(HOUR),
        },
      });

    await expect(keyOf()).rejects.toThrow('no answer');
    await expect(keyOf()).resolves.toBe('later');
  });

  it('are refused for a role that trusts another service', async () => {
    const { credentialsOf } = scene(encodeURIComponent(trust('lambda.amazonaws.com')));

    await expect(credentialsOf(ROLE)).rejects.toThrow(`unable to assume the role '${ROLE}'`);
  });
});

describe('a trust policy', () => {
  it.each([
    ['the service', trust('ecs-tasks.amazonaws.com'), true],
    ['the service among others', trust(['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com']), true],
    ['another service', trust('ecs.amazonaws.com'), false],
    ['an account', JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: '*' } } }), false],
    ['nobody', '', false],
    ['the service, by denying it', trust('ecs-tasks.amazonaws.com').replace('Allow', 'Deny'), false],
  ])('that names %s', (_whom, document, trusts) => {
    expect(trustsEcsTasks(document)).toBe(trusts);
  });
});
