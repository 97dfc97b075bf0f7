import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  type Exported,
  type ExportFile,
  type ExportManifest,
  exportFolder,
  manifestKey,
} from '../../shared/contracts/export';
import type { ExportPlace } from '../../shared/export/manifest';

/**
 * Writes lines as one object of an export, under a key that the same part always has. S3 compares the checksum with
 * what it got. AWS call: `s3:PutObject`.
 */
export async function writePart(
  s3: S3Client,
  place: ExportPlace,
  table: Exported,
  part: number,
  lines: string[],
): Promise<ExportFile> {
  const body = Buffer.from(lines.join(''));
  const digest = createHash('sha256').update(body).digest();
  const key = `${exportFolder(place.tenantId, place.exportName)}/${table}-${String(part).padStart(5, '0')}.jsonl`;
  await s3.send(
    new PutObjectCommand({
      Bucket: place.bucket,
      Key: key,
      Body: body,
      ContentType: 'application/x-ndjson',
      ChecksumSHA256: digest.toString('base64'),
    }),
  );
  return { key, table, items: lines.length, bytes: body.length, sha256: digest.toString('hex') };
}

/** Writes an export's manifest over the one before. AWS call: `s3:PutObject`. */
export async function writeManifest(
  s3: S3Client,
  { bucket, tenantId, exportName }: ExportPlace,
  manifest: ExportManifest,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: manifestKey(tenantId, exportName),
      Body: `${JSON.stringify(manifest, null, 2)}\n`,
      ContentType: 'application/json',
    }),
  );
}
