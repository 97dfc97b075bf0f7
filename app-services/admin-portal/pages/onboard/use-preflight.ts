import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDebounced } from '../../../portal-shared/queries/use-debounced';
import { useAdminApi } from '../../api';
import type { Preflight } from '../../types';
import { type Draft, problemsOf } from './draft';

/** Each asks AWS for what is in use: not with every letter, and not again for what was just asked. */
const PAUSE_MS = 500;
const STALE_MS = 10_000;

/** What is worth asking: a value that cannot be right is left out until it is mended. */
function askable(draft: Draft): Draft {
  const wrong = problemsOf(draft);
  return {
    tenantName: wrong.tenantName ? '' : draft.tenantName,
    email: wrong.email ? '' : draft.email,
    tier: draft.tier,
  };
}

/** What onboarding would meet, make and cost, asked whenever typing pauses. Nothing is made or reserved by it. */
export function usePreflight(draft: Draft) {
  const { query } = useAdminApi();
  const client = useQueryClient();
  const { tenantName, email, tier } = askable(draft);
  const now = useMemo<Draft>(() => ({ tenantName, email, tier }), [tenantName, email, tier]);
  const asked = useDebounced(now, PAUSE_MS);
  const options = (body: Draft) => query.queryOptions('post', '/tenant-registrations/preflight', { body });
  const result = query.useQuery(
    'post',
    '/tenant-registrations/preflight',
    { body: asked },
    { staleTime: STALE_MS, placeholderData: keepPreviousData },
  );
  return {
    result,
    preflight: result.data?.data,
    asked,
    /** Whether what is shown is of what the form has now. */
    current: asked === now && !result.isPlaceholderData && result.data !== undefined,
    /** The preflight of exactly this, before it is sent. */
    check: async (body: Draft): Promise<Preflight> =>
      (await client.fetchQuery({ ...options(body), staleTime: STALE_MS })).data,
  };
}
