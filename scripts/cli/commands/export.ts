import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AdminApi } from '../admin-api/client';
import { findTenant } from '../admin-api/find-tenant';
import type { ExportLinks, ExportRuns } from '../admin-api/types';
import type { Context } from '../context';
import { download } from '../download';
import { CliFailure, EXIT } from '../failure';
import { localTime, onOneLine } from '../output/text';
import type { WatchOptions } from './watch';

export interface ExportOptions extends WatchOptions {
  /** Folder to fetch it into. */
  out?: string;
  /** Execution of an export that was made before. */
  from?: string;
}

/**
 * Exports a tenant's data, or takes an export that was made before, and shows links to it; with `out` it is fetched
 * and held against its checksums.
 */
export async function exportTenant(
  context: Context,
  reference: string,
  options: ExportOptions,
): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const { tenantName, tenantRegistrationId } = await findTenant(api, reference);
  const links = await whenDone(context, api, tenantRegistrationId, options);
  const folder = options.out === undefined ? undefined : resolve(options.out);
  const files = folder === undefined ? [] : await fetchAll(context, links, folder);
  const table = await terminal.table(
    ['TABLE', 'ITEMS', 'BYTES', folder === undefined ? 'LINK' : 'FILE'],
    links.files.map(({ table: name, items, bytes, url }, index) => [name, items, bytes, files[index] ?? url]),
  );
  terminal.result({ tenantName, tenantRegistrationId, ...links, ...(folder ? { folder } : {}) }, () =>
    [
      terminal.facts([
        ['tenant', tenantName],
        ['execution', links.executionName],
        ['exported', localTime(links.exportedAt)],
        ['items', links.items],
        ...(folder === undefined
          ? ([
              ['manifest', links.manifestUrl],
              ['links expire', localTime(links.expiresAt)],
            ] as [string, string][])
          : ([['folder', folder]] as [string, string][])),
      ]),
      '',
      table,
    ].join('\n'),
  );
}

/** Orders it and asks until it is done. @throws CliFailure with exit code 6 when that takes longer than it may */
async function whenDone(
  { terminal }: Context,
  api: AdminApi,
  registrationId: string,
  { from, interval, timeout }: ExportOptions,
): Promise<ExportLinks> {
  const deadline = Date.now() + timeout;
  let answer: ExportLinks | ExportRuns =
    from === undefined ? await api.orderExport(registrationId) : await api.export(registrationId, from);
  while (!('files' in answer)) {
    const name = answer.executionName;
    if (Date.now() >= deadline) {
      throw new CliFailure(
        `the export ${name} still runs`,
        `it goes on by itself; ask again with --from ${name}`,
        EXIT.timedOut,
      );
    }
    terminal.note(`${name} runs`);
    await new Promise((done) => setTimeout(done, interval));
    answer = await api.export(registrationId, name);
  }
  return answer;
}

/** @returns the paths, in the order of the links */
async function fetchAll(
  { terminal }: Context,
  { files, manifestUrl }: ExportLinks,
  folder: string,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [index, { key, url, bytes, sha256 }] of files.entries()) {
    const name = key.split('/').at(-1) ?? '';
    terminal.note(`${index + 1} of ${files.length}: ${onOneLine(name)}, ${bytes} bytes`);
    const path = join(folder, name);
    await download(url, path, sha256);
    paths.push(path);
  }
  // Last: where it is, the rest is whole.
  await download(manifestUrl, join(folder, 'manifest.json'));
  return paths;
}
