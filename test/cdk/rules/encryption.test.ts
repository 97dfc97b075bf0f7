import { statementsOf } from '../../builders/policies';
import { buildStacks, buildTemplates, type Resource } from '../../builders/stacks';

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

describe("tenants' own keys", () => {
  const environmentOf = ({ ofType }: typeof own, step: RegExp) =>
    ofType('AWS::Lambda::Function').find(({ name }) => step.test(name))?.Properties.Environment.Variables;
  const kmsOf = ({ all }: typeof own, holder: RegExp) =>
    statementsOf(all)
      .filter((statement) => holder.test(statement.holder) && statement.actions.some((a) => /^kms:/.test(a)))
      .flatMap(({ actions }) => actions);
  const CREATE = /OnboardingStepscreatestorage/;
  const TABLE_ACTIONS = ['kms:Decrypt', 'kms:CreateGrant'];

  it.each([
    ['made where that is configured', own, 'true'],
    ['not made by default, nor may they be', byDefault, 'false'],
  ] as const)('are %s', (_what, templates, made) => {
    expect(environmentOf(templates, CREATE)).toMatchObject({ TENANT_KEYS: made });
    expect(environmentOf(templates, /Preflight/i)).toMatchObject({ TENANT_KEYS: made });
    expect(kmsOf(templates, CREATE)).toEqual(
      made === 'true' ? expect.arrayContaining(['kms:CreateKey', 'kms:CreateAlias', ...TABLE_ACTIONS]) : [],
    );
  });

  it.each([
    ['used by tasks', /TaskBoundary/, TABLE_ACTIONS],
    ['read by exports', /exportdata/, ['kms:Decrypt']],
    ['removed', /removedata/, ['kms:ScheduleKeyDeletion', 'kms:DeleteAlias', 'kms:ListKeys']],
    ['looked for', /verifygone/, ['kms:ListKeys', 'kms:DescribeKey']],
    ['compared', /Reconcile/, ['kms:DescribeKey', 'kms:ScheduleKeyDeletion']],
  ])('can still be %s when new tenants no longer get one', (_what, holder, actions) => {
    expect(kmsOf(byDefault, holder)).toEqual(expect.arrayContaining(actions));
  });

  it('are used through DynamoDB only, and touched only as they are made or with the tag of a tenant', () => {
    const onKeys = statementsOf(own.all).filter(
      ({ actions, resources }) =>
        actions.some((action) => /^kms:/.test(action)) && resources.some((each) => each.endsWith(':key/*')),
    );

    expect(onKeys.length).toBeGreaterThan(8);
    for (const { actions, Condition = {} } of onKeys) {
      const { Null = {}, StringEquals = {} } = Condition;
      const ofOneTenant =
        Null['aws:RequestTag/tenantId'] === 'false' ||
        Null['aws:ResourceTag/tenantId'] === 'false' ||
        'aws:ResourceTag/tenantId' in StringEquals;
      expect([actions, ofOneTenant]).toEqual([
        actions,
        !actions.includes('kms:DescribeKey') || actions.length > 1,
      ]);
      if (actions.includes('kms:Decrypt')) {
        expect(StringEquals['kms:ViaService']).toBe('dynamodb.eu-west-1.amazonaws.com');
      }
    }
  });

  it("are never made of a stack's key: what carries the tag of our stacks gets no tenant's", () => {
    const [tagging, ...others] = statementsOf(own.all).filter(({ actions }) =>
      actions.includes('kms:TagResource'),
    );

    expect(others).toEqual([]);
    expect(tagging?.Condition).toEqual({
      Null: { 'aws:RequestTag/tenantId': 'false', 'aws:ResourceTag/application': 'true' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
      StringEqualsIfExists: { 'aws:ResourceTag/tenantId': '${aws:RequestTag/tenantId}' },
    });
    for (const stack of Object.values(buildStacks().stacks)) {
      expect(stack.tags.tagValues()).toMatchObject({ application: 'ecs-saas' });
    }
  });
});

it("silo tenants' tasks reach the key of their table of sign-outs, for that table only", () => {
  const byKey = ({ all }: typeof own) =>
    statementsOf(all).filter(
      ({ holder, resources }) => holder.includes('TaskBoundary') && /DataKey/.test(resources.join()),
    );

  expect(byKey(byDefault)).toEqual([]);
  expect(byKey(own).map(({ Condition }) => Condition)).toEqual([
    {
      StringEquals: {
        'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com',
        'kms:EncryptionContext:aws:dynamodb:tableName': { Ref: expect.stringMatching(/^SignOutsSiloTable/) },
      },
    },
  ]);
});
