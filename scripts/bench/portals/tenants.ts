import type { paths } from '../../cli/openapi-types';

type ListTenants = paths['/tenants']['get'];
type Query = NonNullable<ListTenants['parameters']['query']>;
type Body = ListTenants['responses'][200]['content']['application/json'];
export type TenantRow = Body['data'][number];

const TRADES = ['bakery', 'garage', 'works', 'hotel', 'market', 'press', 'farm', 'studio'];
const TIERS = ['BASIC', 'BASIC', 'BASIC', 'ADVANCED', 'PREMIUM'] as const;
const FIRST = Date.parse('2026-01-01T08:00:00Z');
const HOUR_MS = 3_600_000;

/** So many tenants, the same in every run; some failed or are suspended. */
export const makeTenants = (count: number): TenantRow[] =>
  Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    const tenantName = `${TRADES[index % TRADES.length]}-${number}`;
    return {
      tenantId: `tenant-${number}`,
      tenantRegistrationId: registrationIdOf(index),
      tenantName,
      email: `owner@${tenantName}.example`,
      tier: TIERS[index % TIERS.length] ?? 'BASIC',
      cellId: `cell-${1 + (index % 3)}`,
      createdAt: new Date(FIRST + index * HOUR_MS).toISOString(),
      sbtaws_active: true,
      registrationStatus:
        index % 97 === 50 ? 'Failed to provision' : index % 41 === 20 ? 'Suspended' : 'Created',
    };
  });

export const registrationIdOf = (index: number): string =>
  `registration-${String(index + 1).padStart(4, '0')}`;

/** A page of them, searched, filtered and sorted as the Admin API does. */
export function pageOf(tenants: readonly TenantRow[], query: Query): Body {
  const { search = '', tier, registrationStatus, sort = 'createdAt', order = 'asc' } = query;
  const oneOf = (list: string | undefined, value: string) => !list || list.split(',').includes(value);
  const found = tenants
    .filter(
      (tenant) =>
        oneOf(tier, tenant.tier) &&
        oneOf(registrationStatus, tenant.registrationStatus) &&
        [tenant.tenantName, tenant.email ?? '', tenant.tenantId].some((text) => text.includes(search)),
    )
    .sort((a, b) => String(a[sort]).localeCompare(String(b[sort])) * (order === 'asc' ? 1 : -1));
  const from = Number(query.next_token ?? 0);
  const to = from + Number(query.limit ?? 100);
  return {
    data: found.slice(from, to),
    total: found.length,
    ...(to < found.length && { next_token: String(to) }),
  };
}
