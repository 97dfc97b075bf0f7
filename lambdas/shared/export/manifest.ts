import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isAwsError } from '../aws/errors';
import { type ExportManifest, exportManifestSchema, manifestKey } from '../contracts/export';

/** Where an export is. */
export interface ExportPlace {
  bucket: string;
  tenantId: string;
  exportName: string;
}

/**
 * An export's manifest, complete or not yet; undefined when there is none, or no longer: the bucket's lifecycle
 * takes exports away. AWS calls: `s3:GetObject`, which needs `s3:ListBucket` to tell what is missing from what is
 * forbidden.
 */
export async function readManifest(
  s3: S3Client,
  { bucket, tenantId, exportName }: ExportPlace,
): Promise<ExportManifest | undefined> {
  try {
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: manifestKey(tenantId, exportName) }),
    );
    return exportManifestSchema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
  } catch (error) {
    if (isAwsError(error, 'NoSuchKey')) return undefined;
    throw error;
  }
}
