import { Duration } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { removalPolicyOf } from './tenant-registry';

/**
 * Where buckets write their access logs, kept as long as other logs. It has none itself: logging who reads logs into the
 * same bucket has no end, and CloudTrail says it.
 */
export class AccessLogsBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...keptLogs(config),
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    });
  }
}

/** How every bucket of logs is kept: for nobody outside, encrypted, as long as other logs. */
export const keptLogs = (config: Config) => ({
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  // S3 writes no access logs to a bucket that is encrypted by a KMS key.
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  lifecycleRules: [{ expiration: Duration.days(config.logRetentionDays) }],
  removalPolicy: removalPolicyOf(config),
});
