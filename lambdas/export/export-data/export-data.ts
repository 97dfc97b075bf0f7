import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { Clock } from '../../shared/aws/wait-until';
import {
  EXPORTED,
  type Exported,
  type ExportFile,
  type ExportInput,
  type ExportManifest,
  type ExportPlan,
  manifestKey,
} from '../../shared/contracts/export';
import { footprintName } from '../../shared/contracts/identifiers';
import { PAGE_TIME } from '../../shared/contracts/pages';
import { ISOLATION, TABLES, type TableNames } from '../../shared/contracts/tiers';
import { jsonOf } from '../../shared/environment';
import { ConflictError } from '../../shared/errors';
import { type ExportPlace, readManifest } from '../../shared/export/manifest';
import type { ItemsOf } from '../../shared/footprint/tenant-session';
import { StalePlaceError } from '../../shared/footprint/tenant-users';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger } from '../../shared/registry/ledger';
import { getRegistration } from '../../shared/registry/registrations';
import { itemSource } from './items';
import { writeManifest, writePart } from './objects';
import { readLines, type Source } from './source';
import { noUsers, userSource } from './users';

export interface ExportDependencies {
  /** For the tenant's own tables, as the step itself. */
  dynamodb: DynamoDBClient;
  /** For its items in the pool's tables, with rights on those alone. */
  itemsOf: ItemsOf;
  cognito: CognitoIdentityProviderClient;
  s3: S3Client;
  registry: RegistryContext;
  /** The pool's tables, by what they hold. */
  pooledTables: TableNames;
  sharedUserPoolId: string;
  bucket: string;
  clock: Clock;
}

export type ExportOutcome =
  | { done: true; manifestKey: string; items: number }
  | { done: false; next: string };

/**
 * Where an export goes on. What was written before is in the manifest, whose first `files` count: those that follow
 * are of a try whose answer was lost, and are written again.
 */
const placeSchema = jsonOf(
  z.strictObject({
    exportedAt: z.string(),
    files: z.int().nonnegative(),
    table: z.enum(EXPORTED),
    part: z.int().nonnegative(),
    from: z.string().optional(),
  }),
);

/**
 * Writes all that a tenant has into the export bucket: its orders and products, one object of JSON Lines for every
 * 8 MB, its users, and a manifest with counts and checksums; for some 15 s a call. The same call made twice writes
 * the same objects; an export that is complete stays as it is, so that a replay of an offboarding which has begun to
 * delete does not put less in its place.
 *
 * AWS calls: `s3:GetObject` (manifest), `s3:PutObject`; `dynamodb:Query` on own tables; `sts:AssumeRole` with
 * `sts:TagSession`, and in that session `dynamodb:Query` on the shared tables; `cognito-idp:ListUsers`. Registry:
 * Query (ledger), GetItem (registration).
 *
 * @throws DataIncompleteError when the tenant's offboarding has begun to delete it meanwhile
 * @returns when not done, the place to go on from: keys of items, nothing personal
 */
export const exportData =
  (deps: ExportDependencies) =>
  async ({ plan, next }: ExportInput): Promise<ExportOutcome> => {
    const { s3, bucket, clock } = deps;
    const end = clock.now() + PAGE_TIME;
    const target = { bucket, tenantId: plan.tenant.tenantId, exportName: plan.exportName };
    const written = await readManifest(s3, target);
    if (written?.complete) return outcome(target, written.files);

    const place = next === undefined ? undefined : placeSchema.parse(next);
    const exportedAt = place?.exportedAt ?? new Date(clock.now()).toISOString();
    const files = (written?.files ?? []).slice(0, place?.files ?? 0);
    const save = (complete: boolean) =>
      writeManifest(s3, target, manifestOf(plan, { exportedAt, complete, files }));
    const { sources, close } = await openSources(deps, plan, place?.table ?? EXPORTED[0]);
    try {
      for (const source of sources) {
        const begin = place?.table === source.table ? place : { part: 0 };
        const open = await exportSource(deps, target, source, files, begin, end);
        if (!open) continue;
        await save(false);
        return {
          done: false,
          next: JSON.stringify({ exportedAt, files: files.length, table: source.table, ...open }),
        };
      }
      await requireWhole(deps.registry, plan);
      await save(true);
      return outcome(target, files);
    } finally {
      close();
    }
  };

/** The tenant's data was being deleted while it was read. */
export class DataIncompleteError extends ConflictError {
  override readonly name: string = 'DataIncompleteError';
}

/**
 * Sees to it that nothing was deleted while it was read: what is left of the data would look like all of it. The export
 * that an offboarding makes first comes before its own removal.
 */
async function requireWhole(registry: RegistryContext, { tenant, exportName }: ExportPlan): Promise<void> {
  const registration = await getRegistration(registry, tenant.tenantRegistrationId);
  const { sbtaws_active: active, offboarding } = registration ?? {};
  if (offboarding?.exportName === exportName || (active && offboarding?.state !== 'removing')) return;
  throw new DataIncompleteError("the tenant's data is being deleted; what was read may not be all of it");
}

interface Position {
  part: number;
  from?: string;
}

/**
 * Writes a source's next parts and adds them to the files.
 * @returns where to go on when time is up; undefined when the source is written whole
 */
async function exportSource(
  { s3, clock }: ExportDependencies,
  target: ExportPlace,
  source: Source,
  files: ExportFile[],
  begin: Position,
  end: number,
): Promise<Position | undefined> {
  let { part, from } = begin;
  const mayGoOn = () => clock.now() < end;
  for (;;) {
    if (!mayGoOn()) return { part, from };
    try {
      const { lines, next } = await readLines(source, from, mayGoOn);
      if (lines.length > 0) files.push(await writePart(s3, target, source.table, part++, lines));
      if (next === undefined) return undefined;
      from = next;
    } catch (error) {
      if (!(error instanceof StalePlaceError)) throw error;
      // The source is read from its beginning, and its parts are written over.
      const others = files.filter(({ table }) => table !== source.table);
      files.splice(0, files.length, ...others);
      part = 0;
      from = undefined;
    }
  }
}

/** What is to be read, from that table on. */
async function openSources(
  { dynamodb, itemsOf, cognito, registry, pooledTables, sharedUserPoolId }: ExportDependencies,
  { tenant }: ExportPlan,
  first: Exported,
): Promise<{ sources: Source[]; close: () => void }> {
  const { tenantId, tier } = tenant;
  const { silo, ownTables } = ISOLATION[tier];
  const open = EXPORTED.slice(EXPORTED.indexOf(first));
  const tables = TABLES.filter((table) => open.includes(table));
  const shared = tables.some((table) => !ownTables.includes(table)) ? await itemsOf(tenantId) : undefined;
  const items = tables.map((table) =>
    ownTables.includes(table) || !shared
      ? itemSource(dynamodb, tenantId, { table, tableName: `${footprintName(tenant)}-${table}`, own: true })
      : itemSource(shared, tenantId, { table, tableName: pooledTables[table], own: false }),
  );
  const userPoolId = silo ? await ownPool(registry, tenantId) : sharedUserPoolId;
  const users = userPoolId ? userSource(cognito, userPoolId, tenantId) : noUsers;
  return { sources: [...items, users], close: () => shared?.destroy() };
}

/** Undefined for a tenant whose onboarding did not come so far that its pool has users. */
async function ownPool(registry: RegistryContext, tenantId: string): Promise<string | undefined> {
  const pool = (await readLedger(registry, tenantId)).find(({ type }) => type === 'UserPool');
  return pool?.state === 'created' ? pool.arn?.split('/').at(-1) : undefined;
}

const manifestOf = (
  { tenant: { tenantId, tenantName, tier } }: ExportPlan,
  rest: Pick<ExportManifest, 'exportedAt' | 'complete' | 'files'>,
): ExportManifest => {
  const { exportedAt, complete, files } = rest;
  return { tenantId, tenantName, tier, exportedAt, complete, items: sumOf(files), files };
};

const outcome = ({ tenantId, exportName }: ExportPlace, files: ExportFile[]): ExportOutcome => ({
  done: true,
  manifestKey: manifestKey(tenantId, exportName),
  items: sumOf(files),
});

const sumOf = (files: ExportFile[]): number => files.reduce((sum, { items }) => sum + items, 0);
