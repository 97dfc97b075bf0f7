import { useNotifications } from '../../../portal-shared/notices/notifications';
import { useRefresh } from '../../../portal-shared/queries/use-refresh';
import { useAdminApi } from '../../api';
import type { DeadLetterQueue } from '../../types';

type QueueName = 'results' | 'requests' | 'failures' | 'reconciler' | 'throttle-counts' | 'rejected-events';

/** Sends events of a queue again to where they failed, and tells how many went and why others stay. */
export function useRedrive({ queue }: DeadLetterQueue) {
  const { query } = useAdminApi();
  const { notify, notifyFailure } = useNotifications();
  const refresh = useRefresh();
  const redrive = query.useMutation('post', '/dead-letters/redrive', {
    onSuccess: ({ data: { messages, message } }) => {
      const reasons = [...new Set(messages.flatMap(({ why }) => why ?? []))];
      const kept = messages.some(({ outcome }) => outcome === 'kept');
      notify({
        type: kept ? 'warning' : 'success',
        header: `Redrive of ${queue}: ${message}`,
        content: reasons.join('; ') || undefined,
      });
    },
    onError: (error) => notifyFailure(error, `${queue} was not redriven`),
    onSettled: () => refresh('/dead-letters', '/overview', '/tenants'),
  });
  return {
    busy: redrive.isPending,
    /** Without ids: all that wait, 100 at most. */
    redrive: (messageIds?: string[]) =>
      redrive.mutate({ body: { queue: queue as QueueName, ...(messageIds && { messageIds }) } }),
  };
}
