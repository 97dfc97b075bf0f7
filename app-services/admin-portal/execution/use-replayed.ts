import { usePolling } from '../../portal-shared/queries/use-polling';
import { useAdminApi } from '../api';
import { failureOf } from '../tenant/failure';
import { useRegistration } from '../tenant/use-tenant';

/** Exports do not count, and seldom are there so many of them at the top. */
const LOOKED_THROUGH = 20;

/**
 * ARN of the execution that a replay would go on with: the one whose failure the registration tells, else, a moment
 * after it has failed or where another plane told it otherwise, the newest. Undefined while that is not known.
 */
export function useReplayed(id: string): string | undefined {
  const { query } = useAdminApi();
  const registration = useRegistration(id);
  const executions = query.useQuery(
    'get',
    '/tenant-registrations/{id}/executions',
    { params: { path: { id }, query: { limit: LOOKED_THROUGH } } },
    { refetchInterval: usePolling() },
  );
  if (!registration.data || !executions.data) return undefined;
  const newest = executions.data.data.find(({ operation }) => operation !== 'export');
  return failureOf(registration.data.data)?.executionArn ?? newest?.executionArn;
}
