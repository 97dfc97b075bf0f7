import { concurrently } from '../../shared/aws/concurrently';
import type { Tenant } from '../../shared/contracts/registry-items';
import { NotFoundError, ValidationError } from '../../shared/errors';
import { type Listed, listTenants } from '../../shared/registry/lists';
import { getTenant } from '../../shared/registry/registrations';
import { type CheckDependencies, checkTenant } from './check-tenant';
import { type Finding, type Found, settle } from './finding';
import { type OrphanDependencies, orphanedRoles, taggedOrphans } from './orphans';

export type ReconcileDependencies = CheckDependencies & OrphanDependencies;

export interface Order {
  /** Mends what is safe; only ever an operator's wish. */
  fix: boolean;
  /** One tenant instead of all. */
  tenantId?: string;
  /** Where a former page ended. */
  cursor?: string;
}

export interface Report {
  checkedAt: string;
  /** How many were compared. */
  tenants: number;
  /** How many were not, since an operation holds them; one that failed is a finding as well. */
  skipped: number;
  findings: Finding[];
  /** Cursor of the next page; absent at the end. */
  next?: string;
}

/** Tenants a page, and how many are looked at side by side: 5 tenants ask ECS some 20 times a second, its limit. */
const TENANTS = 25;
const AT_ONCE = 5;
/** Lambda's answer may have 6 MB; a finding has less than 2 KB. */
const MOST_FINDINGS = 1_000;

/** What is compared one after the other: each tenant, then all that carries a tenant's tag, then task roles. */
const PHASES = ['tenants', 'tags', 'roles'] as const;
type Phase = (typeof PHASES)[number];

/**
 * Compares registry, ledger and AWS, page by page until the time is over, and says where to go on: however many
 * tenants there are, an invocation's work is bounded. A thousand tenants are 40 pages of 25, the pages of tags of 100
 * resources and of roles of 100 each; what an invocation keeps is the inventory of names.
 *
 * AWS calls and registry: see check-tenant.ts and orphans.ts; Query (list of tenants), BatchGetItem (registrations).
 *
 * @param until milliseconds since 1970 after which no further page begins
 * @throws NotFoundError for a tenant that was never registered; ValidationError for another's cursor
 */
export const reconcile =
  (deps: ReconcileDependencies) =>
  async ({ fix, tenantId, cursor }: Order, until: number): Promise<Report> => {
    const report: Report = { checkedAt: deps.now().toISOString(), tenants: 0, skipped: 0, findings: [] };
    if (tenantId && !(await getTenant(deps.registry, tenantId)))
      throw new NotFoundError(`no tenant has the id ${tenantId}`);
    let position: string | undefined = cursor ?? PHASES[0];
    do {
      const [phase, from] = positionOf(position);
      const page = await pages[phase](deps, tenantId, from);
      report.tenants += page.tenants ?? 0;
      report.skipped += page.skipped ?? 0;
      // One after the other: an order of deletion is meant.
      for (const found of page.found) report.findings.push(await settle(found, fix));
      position = page.next ? `${phase}:${page.next}` : PHASES[PHASES.indexOf(phase) + 1];
    } while (position && deps.now().getTime() < until && report.findings.length < MOST_FINDINGS);
    return { ...report, ...(position ? { next: position } : {}) };
  };

interface Page {
  found: Found[];
  tenants?: number;
  skipped?: number;
  next?: string;
}

const pages: Record<
  Phase,
  (deps: ReconcileDependencies, only: string | undefined, from: string | undefined) => Promise<Page>
> = {
  tenants: async (deps, only, from) => {
    const { items, next }: Listed<{ tenant: Pick<Tenant, 'tenantId'> }> = only
      ? { items: [{ tenant: { tenantId: only } }] }
      : await listTenants(deps.registry, TENANTS, from);
    const found: Found[] = [];
    let skipped = 0;
    await concurrently(items, AT_ONCE, async ({ tenant }) => {
      const checked = await checkTenant(deps, tenant);
      found.push(...checked.found);
      if (!checked.compared) skipped++;
    });
    return { found, tenants: items.length - skipped, skipped, next };
  },
  tags: taggedOrphans,
  roles: orphanedRoles,
};

function positionOf(cursor: string): [Phase, string | undefined] {
  const [word = '', ...rest] = cursor.split(':');
  const phase = PHASES.find((each) => each === word);
  if (!phase) throw new ValidationError('cursor', 'is not one that this function gave');
  return [phase, rest.length > 0 ? rest.join(':') : undefined];
}
