import { createHash } from 'node:crypto';
import * as z from 'zod';

/** Lower-case letters, digits and hyphens, a letter first, at most 32: it becomes part of AWS resource names. */
export const tenantNameSchema = z
  .string()
  .max(32, 'must be at most 32 characters')
  .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens, and begin with a letter');

/**
 * Ids are ours (UUIDs) or a foreign control plane's. No colon: an item's path id is `tenantId:itemId`.
 * No slash, dot or blank: ids stand in paths, keys and session tags.
 */
export const idSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'must be 1 to 64 letters, digits, hyphens or underscores, and begin with a letter or digit',
  );

/** Before the @ stand 64 characters at most (RFC 5321, 4.5.3.1.1); Cognito refuses more. */
export const emailSchema = z
  .email('must be an e-mail address')
  .max(254, 'must be at most 254 characters')
  .regex(/^.{1,64}@/, 'must have at most 64 characters before the @');

/** JSON string of a tenant's configuration: three short strings. It travels in events, beside both rows' data. */
export const tenantConfigText = z.string().max(4_096, 'must be at most 4096 characters');

/** The same mailbox however it is typed: Cognito user names and reservations compare this form. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase();

/** Eight hexadecimal characters that tell apart resources of tenants that had one name at different times. */
export const shortId = (tenantId: string): string =>
  createHash('sha256').update(tenantId).digest('hex').slice(0, 8);

/** Prefix of every name in a silo tenant's footprint, at most 48 characters: `tenant-<name>-<short id>`. */
export const footprintName = (tenant: { tenantId: string; tenantName: string }): string =>
  `tenant-${tenant.tenantName}-${shortId(tenant.tenantId)}`;

/** Target groups allow 32 characters, too few for a tenant's name. */
export const targetGroupName = (tenantId: string, service: string): string =>
  `tenant-${shortId(tenantId)}-${service}`;

/** An execution's name, which is the last part of its ARN. */
export const nameOfExecution = (executionArn: string): string =>
  executionArn.slice(executionArn.lastIndexOf(':') + 1);
