import { CreateAliasCommand, CreateKeyCommand, EnableKeyRotationCommand } from '@aws-sdk/client-kms';
import { createKey } from '../../../lambdas/onboarding/create-storage/encryption-key';
import { keyPolicy } from '../../../lambdas/onboarding/create-storage/key-policy';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { keyDescription } from '../../../lambdas/shared/footprint/encryption-key';
import { fakeKms } from '../../builders/fake-kms';
import { awsError, jumpingClock } from '../../builders/onboarding';

const place = { partition: 'aws', region: 'eu-west-1', account: '123456789012' };
const name = 'tenant-acme-12345678';
const logGroupName = `/tenants/${name}`;
const tags = [
  { Key: 'tenantId', Value: 't1' },
  { Key: 'tenantName', Value: 'acme' },
  { Key: 'tier', Value: 'PREMIUM' },
];

function stage() {
  const kms = fakeKms();
  const clock = jumpingClock();
  const create = (madeBefore = false) =>
    createKey(
      { kms: kms.client, creatingKeys: kms.client },
      { name, place, logGroupName, tags, madeBefore },
      clock,
    );
  return { ...kms, clock, create };
}

describe("a tenant's key", () => {
  it('is made with its tags, rotates, and has its name from its alias, by four calls', async () => {
    const { create, keys, aliases, calls } = stage();

    const arn = await create();

    expect(calls()).toEqual(['DescribeKey', 'CreateKey', 'CreateAlias', 'EnableKeyRotation']);
    expect([aliases.get(`alias/${name}`)?.Arn, keys[0]?.rotates]).toEqual([arn, true]);
    expect(keys[0]?.made).toMatchObject({
      Tags: tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      Policy: JSON.stringify(keyPolicy({ place, logGroupName })),
    });
  });

  it('is accepted by its name, and rotates also where a former try did not come to that', async () => {
    const { create, add, keys, aliases, calls } = stage();
    aliases.set(`alias/${name}`, add());

    expect(await create(true)).toBe(keys[0]?.Arn);

    expect(calls()).toEqual(['DescribeKey', 'EnableKeyRotation']);
  });

  it('that nobody was told of is found among all keys and named; none that is another tenant’s, hidden or deleted', async () => {
    const { create, add, keys, aliases, mock } = stage();
    add({ Description: keyDescription(`${name}-2`) });
    add({ Description: keyDescription(name), KeyState: 'PendingDeletion' });
    const hidden = add();
    const ours = add({ Description: keyDescription(name) });
    mock.onAnyCommand({ KeyId: hidden.Arn }).rejects(awsError('AccessDeniedException'));

    expect(await create(true)).toBe(ours.Arn);

    expect([aliases.get(`alias/${name}`), keys.length]).toEqual([ours, 4]);
  });

  it('is one, though two tries make one each: the alias decides', async () => {
    const { create, add, aliases, mock, keys } = stage();
    const other = add();
    mock.on(CreateKeyCommand).callsFakeOnce(() => {
      aliases.set(`alias/${name}`, other);
      return { KeyMetadata: add({ Description: keyDescription(name) }) };
    });

    expect(await create()).toBe(other.Arn);
    expect(keys.map(({ rotates }) => rotates)).toEqual([true, undefined]);
  });

  it.each(['NotFoundException', 'AccessDeniedException'])(
    'is waited for while AWS does not know it yet (%s)',
    async (refusal) => {
      const { create, mock, clock, calls } = stage();
      mock.on(CreateAliasCommand).rejectsOnce(awsError(refusal)).resolves({});
      mock.on(EnableKeyRotationCommand).rejectsOnce(awsError(refusal)).resolves({});

      await create();

      expect(calls().filter((call) => call === 'CreateKey')).toHaveLength(1);
      expect(clock.pauses).toHaveLength(2);
    },
  );

  it('that AWS refuses for longer is the state machine’s to wait for, and says why', async () => {
    const { create, mock, clock } = stage();
    mock.on(EnableKeyRotationCommand).rejects(awsError('AccessDeniedException', 'no policy allows it'));

    await expect(create()).rejects.toThrow(NotReadyError);
    await expect(create()).rejects.toThrow(/no policy allows it/);
    expect(clock.now()).toBeLessThanOrEqual(16_000);
  });

  it('is not asked for again when its creation fails', async () => {
    const { create, mock, calls } = stage();
    mock.on(CreateKeyCommand).rejects(awsError('LimitExceededException'));

    await expect(create()).rejects.toMatchObject({ name: 'LimitExceededException' });
    expect(calls()).toEqual(['DescribeKey', 'CreateKey']);
  });
});

describe("the policy of a tenant's key", () => {
  const { Statement } = keyPolicy({ place, logGroupName });
  const root = { AWS: 'arn:aws:iam::123456789012:root' };
  const CRYPTOGRAPHIC = /Encrypt|Decrypt|GenerateDataKey|CreateGrant|Sign|Mac/;

  it('lets the account administer it, and nobody use it directly', () => {
    const unconditional = Statement.filter((statement) => !('Condition' in statement));

    expect(unconditional.map(({ Principal }) => Principal)).toEqual([root]);
    expect(unconditional.flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion']),
    );
    expect(
      unconditional.flatMap(({ Action }) => Action).filter((action) => CRYPTOGRAPHIC.test(action)),
    ).toEqual([]);
    expect(JSON.stringify(Statement.map(({ Action }) => Action))).not.toContain('*');
  });

  it("is for tables through DynamoDB, and for the tenant's own log group", () => {
    expect(Statement.slice(1)).toMatchObject([
      {
        Principal: root,
        Condition: {
          StringEquals: {
            'kms:CallerAccount': '123456789012',
            'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com',
          },
        },
      },
      {
        Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
        Condition: {
          ArnEquals: {
            'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-west-1:123456789012:log-group:${logGroupName}`,
          },
        },
      },
    ]);
  });
});
