import { shortId } from '../../lambdas/shared/contracts/identifiers';
import { accessAndKeys } from './inventory/access-and-keys';
import { compute } from './inventory/compute';
import { data } from './inventory/data';
import { identity } from './inventory/identity';
import { network } from './inventory/network';
import { routing } from './inventory/routing';
import { tags } from './inventory/tags';

/**
 * Everything that a tenant's footprint can consist of, asked of each service's own list: one sorted line a
 * resource (`Cluster tenant-acme-1a2b3c4d`), and one each for what decides how it works: what a security group admits
 * (`Ingress`), how many tasks are wanted (`DesiredCount`), what a role may do (`RolePolicy`), whose tag it carries
 * (`Tagged`). Ids that AWS gives are left out, so two inventories compare as arrays; two resources of one name are two lines.
 */
export async function inventory(port: number): Promise<string[]> {
  const lists = [identity, accessAndKeys, compute, routing, data, network];
  const there = (await Promise.all(lists.map((list) => list(port)))).flat();
  return [...there, ...(await tags(port, there))].sort();
}

/** What two inventories do not have in common: `+` is new, `-` is missing. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const lines = [
    ...subtract(after, before).map((line) => `+ ${line}`),
    ...subtract(before, after).map((line) => `- ${line}`),
  ];
  return lines.sort((a, b) => a.slice(2).localeCompare(b.slice(2)));
}

/** Lines without others, as often as a line is there: two of the same name are two. */
export function subtract(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const n = left.get(line) ?? 0;
    left.set(line, n - 1);
    return n <= 0;
  });
}

/** One tenant's lines as any tenant of its tier would have them: what AWS has of two of them can be compared. */
export const ofAnyTenant = (
  lines: readonly string[],
  { tenantName, tenantId }: { tenantName: string; tenantId: string },
): string[] =>
  lines
    .map((line) =>
      line
        .replaceAll(tenantName, '<name>')
        .replaceAll(tenantId, '<id>')
        .replaceAll(shortId(tenantId), '<hash>')
        .replace(/^(ListenerRule \S+)\/\d+ /, '$1/<priority> '),
    )
    .sort();

/** The lines that tell of a tenant by its name, its id or the hash of it in its resources' names. */
export const linesOf = (
  lines: readonly string[],
  { tenantName, tenantId }: { tenantName: string; tenantId: string },
): string[] =>
  lines.filter((line) => [tenantName, tenantId, shortId(tenantId)].some((part) => line.includes(part)));
