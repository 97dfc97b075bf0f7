import { useAdminApi } from '../../api';
import { useOrder } from './use-order';

/** Brings a suspended tenant back to service. */
export function useResume(id: string, name: string) {
  const { query } = useAdminApi();
  const order = useOrder();
  const { mutate, isPending } = query.useMutation('post', '/tenant-registrations/{id}/activate', {
    onSuccess: ({ data }) => order.done(`${name} is being resumed`, data.message),
    onError: (error: unknown) => order.refused(error, `${name} was not resumed`),
  });
  return { resume: () => mutate({ params: { path: { id } } }), isPending };
}

/** Takes a deletion back while the tenant's data is kept. */
export function useCancelOffboarding(id: string, name: string) {
  const { query } = useAdminApi();
  const order = useOrder();
  const { mutate, isPending } = query.useMutation('post', '/tenant-registrations/{id}/cancel-offboarding', {
    onSuccess: ({ data }) => order.done(`${name} stays`, data.message),
    onError: (error: unknown) => order.refused(error, `The offboarding of ${name} was not cancelled`),
  });
  return { cancelOffboarding: () => mutate({ params: { path: { id } } }), isPending };
}
