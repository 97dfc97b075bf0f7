import type { Control } from '../control';

const OWN_KEYS = 'cdk/constructs/own-keys.ts';
const BUCKETS = ['test/cdk/rules/data.test.ts'];
const RULES = ['test/cdk/rules/encryption.test.ts'];
const byAws = (what: string, file: string): Control => ({
  what,
  file,
  remove: 'encryption: BucketEncryption.S3_MANAGED',
  instead: 'encryption: BucketEncryption.UNENCRYPTED',
  tests: BUCKETS,
});

/** What lies encrypted: by keys of AWS, and by a stack's own where that is configured. */
export const ENCRYPTION: Control[] = [
  {
    what: 'Tables are encrypted by a key of KMS',
    file: 'cdk/constructs/tenant-registry.ts',
    remove: 'encryption: TableEncryption.AWS_MANAGED',
    instead: 'encryption: TableEncryption.DEFAULT',
    tests: RULES,
  },
  {
    what: 'Queues are encrypted',
    file: 'cdk/constructs/event-rule.ts',
    remove: 'encryption: QueueEncryption.SQS_MANAGED',
    instead: 'encryption: QueueEncryption.UNENCRYPTED',
    tests: RULES,
  },
  byAws('Access logs lie encrypted', 'cdk/constructs/access-logs-bucket.ts'),
  byAws('Exports lie encrypted', 'cdk/constructs/export-bucket.ts'),
  byAws('Portals lie encrypted', 'cdk/constructs/portal.ts'),
  {
    what: "A stack's own key encrypts its tables",
    file: OWN_KEYS,
    remove: "      node.sseSpecification = { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: keyArn };\n",
    tests: RULES,
  },
  {
    what: "A stack's own key encrypts its logs",
    file: OWN_KEYS,
    remove: '      node.kmsKeyId = keyArn;\n',
    tests: RULES,
  },
  {
    what: "A stack's own key encrypts its queues",
    file: OWN_KEYS,
    remove: '      node.kmsMasterKeyId = keyArn;\n',
    tests: RULES,
  },
  {
    what: "A stack's own key encrypts its buckets",
    file: OWN_KEYS,
    remove: "serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },",
    instead: "serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' },",
    tests: RULES,
  },
];
