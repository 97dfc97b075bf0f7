import { useNotifications } from '../../../portal-shared/notices/notifications';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { useRefresh } from '../../../portal-shared/queries/use-refresh';
import { useAdminApi } from '../../api';

/** The last comparison of registry, ledger and AWS, and the order for another one. */
export function useReconciliation() {
  const { query } = useAdminApi();
  const { notifyDone, notifyFailure } = useNotifications();
  const refresh = useRefresh();
  const last = query.useQuery('get', '/reconciliation', {}, { refetchInterval: usePolling() });
  const order = query.useMutation('post', '/reconciliation', {
    onSuccess: () => notifyDone('It can take some minutes.', 'The comparison has begun'),
    onError: (error) => notifyFailure(error, 'The comparison has not begun'),
    onSettled: () => refresh('/reconciliation'),
  });
  return { last, compare: (fix: boolean) => order.mutate({ body: { fix } }), ordering: order.isPending };
}
