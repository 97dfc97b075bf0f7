import { useAdminApi } from '../../api';
import { ActionDialog, type ActionDialogProps } from './action-dialog';
import { useOrder } from './use-order';

export function SuspendDialog({ id, name, onClose }: ActionDialogProps) {
  const { query } = useAdminApi();
  const order = useOrder();
  const { mutate, isPending, error } = query.useMutation('post', '/tenant-registrations/{id}/deactivate', {
    onSuccess: ({ data }) => {
      order.done(`${name} is being suspended`, data.message);
      onClose();
    },
  });
  return (
    <ActionDialog
      title={`Suspend ${name}`}
      submitText="Suspend"
      busy={isPending}
      error={error}
      onSubmit={() => mutate({ params: { path: { id } } })}
      onClose={onClose}
    >
      <div>
        Its requests are refused from now on, and services of its own are scaled to zero. Its data stays; it
        can be resumed at any time.
      </div>
    </ActionDialog>
  );
}
