import { buildTemplates } from '../../builders/stacks';

const { ofType } = buildTemplates();

describe('every table', () => {
  const tables = ofType('AWS::DynamoDB::Table');

  it('is the registry, one of the pool, or one of sign-outs', () => {
    expect(tables).toHaveLength(5);
  });

  it.each(tables.map((table) => [table.name, table] as const))(
    '%s is encrypted, restorable and refuses to be deleted',
    (_, { Properties, DeletionPolicy }) => {
      expect(Properties).toMatchObject({
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        BillingMode: 'PAY_PER_REQUEST',
      });
      expect(DeletionPolicy).toBe('Retain');
    },
  );

  it('of the pool has the tenant as its leading key, as the services write it', () => {
    const keys = tables.map(({ Properties }) =>
      Properties.KeySchema.map((key: { AttributeName: string }) => key.AttributeName),
    );

    expect(keys).toContainEqual(['tenantId', 'orderId']);
    expect(keys).toContainEqual(['tenantId', 'productId']);
  });
});

describe('every user pool', () => {
  const pools = ofType('AWS::Cognito::UserPool');
  const clients = ofType('AWS::Cognito::UserPoolClient');

  it.each(pools.map((pool) => [pool.name, pool] as const))(
    '%s takes users from administrators only',
    (_, pool) => {
      expect(pool.Properties.AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(true);
      expect(pool.Properties).toMatchObject({
        DeletionProtection: 'ACTIVE',
        UsernameConfiguration: { CaseSensitive: false },
      });
    },
  );

  it.each(pools.map((pool) => [pool.name, pool] as const))(
    '%s takes a new e-mail only from who has proven to own it',
    (_, pool) => {
      expect(pool.Properties).toMatchObject({
        AutoVerifiedAttributes: ['email'],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      });
    },
  );

  it.each(clients.map((client) => [client.name, client] as const))(
    '%s signs in by password without telling who exists',
    (_, client) => {
      expect(client.Properties.ExplicitAuthFlows.sort()).toEqual([
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
      ]);
      expect(client.Properties.PreventUserExistenceErrors).toBe('ENABLED');
      expect(client.Properties.GenerateSecret ?? false).toBe(false);
      expect(client.Properties.AllowedOAuthFlows).toBeUndefined();
    },
  );

  it("keeps a tenant's claims from the tenant's own users", () => {
    const tenants = clients.find(({ name }) => name.startsWith('shared-infra-stack/'));
    const attributes: { Name: string; Mutable: boolean }[] = pools.find(({ name }) =>
      name.startsWith('shared-infra-stack/'),
    )?.Properties.Schema;

    expect(tenants?.Properties.WriteAttributes).toEqual(['email']);
    expect(tenants?.Properties.ReadAttributes).toEqual(
      expect.arrayContaining([
        'custom:tenantId',
        'custom:tenantTier',
        'custom:tenantName',
        'custom:userRole',
      ]),
    );
    expect(attributes.filter(({ Name, Mutable }) => Name.startsWith('tenant') && Mutable)).toEqual([]);
  });

  it('has the roles of operators', () => {
    expect(
      ofType('AWS::Cognito::UserPoolGroup')
        .map(({ Properties }) => Properties.GroupName)
        .sort(),
    ).toEqual(['CustomerSupport', 'SystemAdmin']);
  });

  it('invites the first operator only where a mailbox is configured', () => {
    const invited = buildTemplates({ operatorEmail: 'operator@example.com' });

    expect(ofType('AWS::Cognito::UserPoolUser')).toEqual([]);
    expect(invited.ofType('AWS::Cognito::UserPoolUser').map(({ Properties }) => Properties.Username)).toEqual(
      ['admin'],
    );
    expect(
      invited
        .ofType('AWS::Cognito::UserPoolUserToGroupAttachment')
        .map(({ Properties }) => Properties.GroupName),
    ).toEqual(['SystemAdmin']);
  });
});

it('data can be let go with its stack, where that is configured', () => {
  const passing = buildTemplates({ removalPolicy: 'destroy', deletionProtection: 'false' });
  const kept = passing.all.filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');

  // What remains is the account's one setting of API Gateway, which other APIs may use.
  expect(kept.map(({ Type }) => Type)).toEqual([]);
  expect(
    passing.ofType('AWS::DynamoDB::Table').filter(({ Properties }) => Properties.DeletionProtectionEnabled),
  ).toEqual([]);
});

it("keeps a tenant's export without versions, as long as is configured, and tells where", () => {
  const { ofType: configured, templates } = buildTemplates({ offboarding: { exportDays: 5 } });
  const exports = configured('AWS::S3::Bucket').filter(({ name }) => name.startsWith('coreappplane-stack/'));

  expect(
    exports.map(({ Properties }) => Properties.LifecycleConfiguration.Rules[0].ExpirationInDays),
  ).toEqual([5]);
  expect(exports[0]?.Properties).not.toHaveProperty('VersioningConfiguration');
  expect(exports[0]?.Properties.BucketName).toBe('ecs-saas-exports-123456789012-eu-west-1');
  expect(Object.keys(templates['coreappplane-stack']?.Outputs ?? {})).toContain('ExportBucketName');
});

it('every bucket takes requests over TLS only', () => {
  const refusals = ofType('AWS::S3::BucketPolicy').map(({ Properties }) =>
    Properties.PolicyDocument.Statement.find(({ Effect }: { Effect: string }) => Effect === 'Deny'),
  );

  expect(refusals).toHaveLength(ofType('AWS::S3::Bucket').length);
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({
      Action: 's3:*',
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  }
});

it('every bucket logs who asks for what, but that of the logs itself and that of exports, which says why', () => {
  const silent = ofType('AWS::S3::Bucket').filter(({ Properties }) => !Properties.LoggingConfiguration);

  expect(silent.map(({ name }) => name)).toEqual([
    expect.stringMatching(/AccessLogs/),
    expect.stringMatching(/^coreappplane-stack/),
  ]);
  expect(silent[1]?.Metadata?.cdk_nag?.rules_to_suppress).toMatchObject([{ id: 'AwsSolutions-S1' }]);
});

it('no bucket is open or unencrypted, and none but those of the portals keeps what is in it for ever', () => {
  const buckets = ofType('AWS::S3::Bucket');

  expect(buckets).toHaveLength(5);
  for (const { Properties } of buckets) {
    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(Properties.BucketEncryption).toBeDefined();
  }
  const kept = buckets.filter(
    ({ Properties }) => Properties.LifecycleConfiguration.Rules[0].ExpirationInDays !== 30,
  );
  expect(kept.map(({ name }) => name)).toEqual([
    expect.stringMatching(/Portalsadmin/),
    expect.stringMatching(/Portalsapp/),
  ]);
});
