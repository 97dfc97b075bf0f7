import { useNavigate } from 'react-router';
import { useAdminApi } from '../../api';
import { executionPath } from '../../paths';
import { useOrder } from './use-order';

/** Goes on with what failed last for a tenant, and leads to the execution in which that happens. */
export function useReplay(id: string) {
  const { query } = useAdminApi();
  const navigate = useNavigate();
  const order = useOrder();
  const { mutate, isPending } = query.useMutation('post', '/tenant-registrations/{id}/replay', {
    onSuccess: ({ data }) => {
      order.done('Replay begun', data.message);
      void navigate(executionPath(id, data.executionName));
    },
    onError: (error: unknown) => order.refused(error, 'Not replayed'),
  });
  return { replay: () => mutate({ params: { path: { id } } }), isPending };
}
