import { buildTemplates, type Resource } from '../../builders/stacks';

const byDefault = buildTemplates();
const own = buildTemplates({ encryption: { keys: 'customer' }, alarmEmail: 'alarms@example.com' });

/** The key that a resource names. */
const keyOf: Record<string, (properties: Resource['Properties']) => unknown> = {
  'AWS::DynamoDB::Table': ({ SSESpecification }) => SSESpecification?.KMSMasterKeyId,
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::S3::Bucket': ({ BucketEncryption }) =>
    BucketEncryption?.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID,
};
const OF_ITS_STACK = { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] };

describe.each(Object.keys(keyOf))('every %s', (type) => {
  it('is encrypted by a key of its stack, where that is configured', () => {
    const keys = own
      .ofType(type)
      // Load balancers cannot write to a bucket that is encrypted by a key of KMS.
      .filter(({ name }) => !/AccessLogsBucket/.test(name))
      .map(({ Properties }) => keyOf[type]?.(Properties));

    expect(keys.length).toBeGreaterThan(0);
    expect(keys).toEqual(keys.map(() => OF_ITS_STACK));
  });
});

it('by default everything is encrypted by keys of AWS, which cost nothing', () => {
  expect(byDefault.ofType('AWS::KMS::Key')).toEqual([]);
  for (const { Properties } of byDefault.ofType('AWS::DynamoDB::Table')) {
    expect(Properties.SSESpecification).toEqual({ SSEEnabled: true });
  }
  for (const { Properties } of byDefault.ofType('AWS::SQS::Queue')) {
    expect(Properties.SqsManagedSseEnabled).toBe(true);
  }
});

it('alarms are encrypted by a key of their own', () => {
  expect(own.ofType('AWS::SNS::Topic').map(({ Properties }) => Properties.KmsMasterKeyId)).toEqual([
    { 'Fn::GetAtt': [expect.stringMatching(/^AlarmKey/), 'Arn'] },
  ]);
});

describe('every key of data', () => {
  const keys = own.ofType('AWS::KMS::Key').filter(({ name }) => /\/DataKey/.test(name));

  it('is one a stack that keeps something, rotates, and outlives its stack', () => {
    expect(keys.map(({ name }) => name.split('/')[0]).sort()).toEqual([
      'controlplane-stack',
      'coreappplane-stack',
      'shared-infra-stack',
      'tenant-template-basic',
    ]);
    for (const { Properties, DeletionPolicy } of keys) {
      expect([Properties.EnableKeyRotation, DeletionPolicy]).toEqual([true, 'Retain']);
    }
  });

  it('is used through the stores by our account, and by the two services that write by themselves', () => {
    for (const { Properties } of keys) {
      const [administration, ...uses] = Properties.KeyPolicy.Statement;
      expect(administration.Principal.AWS).toBeDefined();
      expect(uses.map((statement: { Condition: object }) => statement.Condition)).toEqual([
        {
          StringEquals: {
            'kms:CallerAccount': '123456789012',
            'kms:ViaService': ['dynamodb', 's3', 'sqs'].map(
              (service) => `${service}.eu-west-1.amazonaws.com`,
            ),
          },
        },
        {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': expect.stringMatching(/:logs:eu-west-1:123456789012:\*$/),
          },
        },
        { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      ]);
      for (const { Action } of uses) expect(JSON.stringify(Action)).not.toContain('*');
    }
  });
});
