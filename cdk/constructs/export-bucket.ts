import { Duration, Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EXPORTS_FOLDER } from '../../lambdas/shared/contracts/export';
import type { Config } from '../config';
import type { Grant } from './grants';
import { explain } from './nag-reasons';
import { removalPolicyOf } from './tenant-registry';

/** Where tenants' data is written as it is exported, and kept for some time. */
export class ExportBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: exportBucketName(this, config),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // A version would outlive what has expired: a tenant's personal data.
      versioned: false,
      lifecycleRules: [
        {
          expiration: Duration.days(config.offboarding.exportDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: removalPolicyOf(config),
    });
    explain(this.bucket, {
      id: 'AwsSolutions-S1',
      reason:
        'Objects are read by links that the admin API signs, and its log names the operator of each; CloudTrail data events tell of the reads themselves where that is asked for.',
    });
  }
}

/** By name, since the admin API is deployed before the bucket is. Names of buckets are unique in the world. */
export const exportBucketName = (scope: Construct, { prefix }: Pick<Config, 'prefix'>): string => {
  const { account, region } = Stack.of(scope);
  return `${prefix}-exports-${account}-${region}`;
};

/** Rights on the objects of exports. */
export function onExports(
  scope: Construct,
  config: Pick<Config, 'prefix'>,
  actions: ('GetObject' | 'PutObject')[],
): Grant[] {
  const arn = `arn:${Stack.of(scope).partition}:s3:::${exportBucketName(scope, config)}`;
  return [
    {
      actions: actions.map((action) => `s3:${action}`),
      resources: [`${arn}/${EXPORTS_FOLDER}/*`],
      because: 'An object is named by its tenant and execution.',
    },
    // Lists nothing: without it S3 answers that a missing object is forbidden.
    { actions: ['s3:ListBucket'], resources: [arn] },
  ];
}
