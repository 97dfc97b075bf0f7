import { useSearchParams } from 'react-router';
import { TIERS } from '../../../portal-shared/format/text';
import { PAGE_SIZES } from '../../../portal-shared/tables/use-table-preferences';
import type { Tier } from '../../types';

export const SORTS = ['tenantName', 'tier', 'registrationStatus', 'createdAt'] as const;
export type Sort = (typeof SORTS)[number];

/** What of the tenants is shown: the page's address holds it, so that it can be kept, sent and gone back to. */
export interface TenantsAddress {
  search: string;
  tiers: Tier[];
  /** None: all tenants but those that are deleted. */
  states: string[];
  /** Those alone whose last operation failed. */
  failed: boolean;
  sort: Sort;
  descending: boolean;
  /** From 1. */
  page: number;
  /** Rows of a page; absent on the first one, which has as many as its reader likes. */
  size?: number;
}

/** The latest tenants first. */
const DEFAULTS: TenantsAddress = {
  ...{ search: '', tiers: [], states: [], failed: false },
  ...{ sort: 'createdAt', descending: true, page: 1 },
};

/** Rows of a page of which the address says no number. */
export const USUAL_SIZE = 20;

const list = (text: string | null): string[] => text?.split(',').filter(Boolean) ?? [];

export function readAddress(parameters: URLSearchParams): TenantsAddress {
  const page = Number(parameters.get('page'));
  const size = Number(parameters.get('size'));
  const sort = SORTS.find((one) => one === parameters.get('sort'));
  return {
    search: parameters.get('search') ?? '',
    tiers: TIERS.filter((tier) => list(parameters.get('tier')).includes(tier)),
    states: list(parameters.get('state')),
    failed: parameters.get('failed') === 'true',
    sort: sort ?? DEFAULTS.sort,
    descending: sort ? parameters.get('order') === 'desc' : DEFAULTS.descending,
    page: Number.isInteger(page) && page > 0 ? page : 1,
    // Whoever is sent a further page sees the rows that were meant.
    ...(page > 1 && { size: PAGE_SIZES.includes(size) ? size : USUAL_SIZE }),
  };
}

/** Leaves out what is as it would be without. */
export function writeAddress({
  search,
  tiers,
  states,
  failed,
  sort,
  descending,
  page,
  size,
}: TenantsAddress) {
  const asUsual = sort === DEFAULTS.sort && descending === DEFAULTS.descending;
  return new URLSearchParams({
    ...(search && { search }),
    ...(tiers.length > 0 && { tier: tiers.join(',') }),
    ...(states.length > 0 && { state: states.join(',') }),
    ...(failed && { failed: 'true' }),
    ...(!asUsual && { sort, order: descending ? 'desc' : 'asc' }),
    ...(page > 1 && { page: String(page) }),
    ...(page > 1 && size && size !== USUAL_SIZE && { size: String(size) }),
  });
}

/** The address and what changes it; whatever changes the list leads to its first page. */
export function useTenantsAddress() {
  const [parameters, setParameters] = useSearchParams();
  const address = readAddress(parameters);
  const change = (changes: Partial<TenantsAddress>, how: { replace?: boolean } = {}) =>
    setParameters(writeAddress({ ...address, page: 1, ...changes }), how);
  return [address, change] as const;
}
