import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type KnownTokens, pageAt } from '../../../portal-shared/queries/page-at';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { useAdminApi } from '../../api';
import { isMoving, WHILE_MOVING } from '../../tenant-states';
import type { TenantRow } from '../../types';
import type { TenantsAddress } from './tenants-address';

/** What the API is asked for: a change of it is another list, whose pages have tokens of their own. */
const listOf = ({ search, tiers, states, failed, sort, descending }: TenantsAddress) => ({
  ...(search && { search }),
  ...(tiers.length > 0 && { tier: tiers.join(',') }),
  ...(states.length > 0 ? { registrationStatus: states.join(',') } : { active: 'true' as const }),
  ...(failed && { failed: 'true' as const }),
  ...{ sort, order: descending ? ('desc' as const) : ('asc' as const) },
});

/** A page of the tenants at the address, kept up to date. The page before stays until the next is there. */
export function useTenants(address: TenantsAddress, pageSize: number) {
  const api = useAdminApi();
  const list = listOf(address);
  const listKey = JSON.stringify(list);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tokens are those of one list.
  const known = useMemo<KnownTokens>(() => new Map(), [listKey]);
  const ask = (signal: AbortSignal) => async (limit: number, next_token?: string) => {
    const query = { ...list, limit, ...(next_token && { next_token }) };
    const { data } = await api.fetch.GET('/tenants', { params: { query }, signal });
    return data as { data: TenantRow[]; next_token?: string; total?: number };
  };
  const [whileMoving, atRest] = [usePolling(WHILE_MOVING), usePolling()];
  return useQuery({
    queryKey: ['get', '/tenants', { list, page: address.page, pageSize }],
    queryFn: ({ signal }) => pageAt(ask(signal), known, (address.page - 1) * pageSize, pageSize),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => {
      const rows = query.state.data?.data ?? [];
      const moves = rows.some(({ registrationStatus }) => isMoving(registrationStatus));
      return (moves ? whileMoving : atRest)(query);
    },
  });
}
