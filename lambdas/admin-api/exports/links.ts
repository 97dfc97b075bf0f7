import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ExportLinks } from '../../shared/contracts/admin-api-responses';
import { type ExportManifest, manifestKey } from '../../shared/contracts/export';
import type { ExportPlace } from '../../shared/export/manifest';

/** Seconds: enough to begin each download, and little for a link that goes astray. */
const VALID_FOR = 900;

/**
 * Links by which whoever has them reads the objects of one export for 15 minutes. They are signed by the function's
 * role, so they reach what it may read, and end with its session if that is sooner. AWS calls: none.
 */
export async function linksTo(
  s3: S3Client,
  { bucket, tenantId, exportName }: ExportPlace,
  { exportedAt, items, files }: ExportManifest,
  now: Date,
): Promise<ExportLinks> {
  const linkTo = (Key: string) =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key }), {
      expiresIn: VALID_FOR,
      signingDate: now,
    });
  return {
    executionName: exportName,
    exportedAt,
    items,
    files: await Promise.all(
      files.map(async ({ table, key, items: count, bytes, sha256 }) => ({
        ...{ table, key, items: count, bytes, sha256 },
        url: await linkTo(key),
      })),
    ),
    manifestUrl: await linkTo(manifestKey(tenantId, exportName)),
    expiresAt: new Date(now.getTime() + VALID_FOR * 1000).toISOString(),
  };
}
