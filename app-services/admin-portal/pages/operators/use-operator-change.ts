import { useNotifications } from '../../../portal-shared/notices/notifications';
import { useRefresh } from '../../../portal-shared/queries/use-refresh';
import { useAdminApi } from '../../api';

/** Changes or deletes an operator; says what was done, and shows it. */
export function useOperatorChange(userId: string, onDone: () => void) {
  const { query } = useAdminApi();
  const { notifyDone } = useNotifications();
  const refresh = useRefresh();
  const params = { path: { userId } };
  const done = (text: string) => {
    notifyDone(text);
    void refresh('/users', '/users/{userId}', '/me');
    onDone();
  };
  const update = query.useMutation('put', '/users/{userId}', {
    onSuccess: (_, { body: { enabled } }) =>
      done(`${userId} is ${enabled === undefined ? 'changed' : enabled ? 'enabled' : 'disabled'}`),
  });
  const remove = query.useMutation('delete', '/users/{userId}', {
    onSuccess: () => done(`${userId} is deleted`),
  });
  return {
    busy: update.isPending || remove.isPending,
    error: update.error ?? remove.error,
    update: (body: Parameters<typeof update.mutate>[0]['body']) => update.mutate({ params, body }),
    remove: () => remove.mutate({ params }),
  };
}
