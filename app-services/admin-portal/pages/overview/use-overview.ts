import { replaceEqualDeep } from '@tanstack/react-query';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { useAdminApi } from '../../api';
import type { Overview } from '../../types';

interface Answer {
  data: Overview;
}

/** An answer that differs in its time alone is no news, so that polling can slow. */
const sameButForTime = (before: unknown, now: unknown): unknown => {
  const [old, fresh] = [before as Answer | undefined, now as Answer];
  return old && replaceEqualDeep(old, { ...fresh, data: { ...fresh.data, at: old.data.at } });
};

/** What happens now. The API looks every 5 s at most: to ask more often shows nothing sooner. */
export function useOverview() {
  const { query } = useAdminApi();
  return query.useQuery(
    'get',
    '/overview',
    {},
    {
      refetchInterval: usePolling({ fastestMs: 2_500, slowestMs: 20_000 }),
      structuralSharing: (before, now) => sameButForTime(before, now) ?? now,
    },
  );
}
