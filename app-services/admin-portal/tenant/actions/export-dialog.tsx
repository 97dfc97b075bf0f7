import { useState } from 'react';
import { useAdminApi } from '../../api';
import { ActionDialog, type ActionDialogProps } from './action-dialog';
import { ExportFiles } from './export-files';
import { useOrder } from './use-order';

/** Orders an export and shows its files, once there are some. */
export function ExportDialog({ id, name, onClose }: ActionDialogProps) {
  const { query } = useAdminApi();
  const order = useOrder();
  const [executionName, setExecutionName] = useState<string>();
  const { mutate, isPending, error } = query.useMutation('post', '/tenant-registrations/{id}/export', {
    onSuccess: ({ data }) => {
      order.done(
        `The export of ${name} ${'files' in data ? 'is done' : 'has begun'}`,
        'It is listed among the executions.',
      );
      setExecutionName(data.executionName);
    },
  });
  if (executionName)
    return <ExportFiles id={id} name={name} executionName={executionName} onClose={onClose} />;
  return (
    <ActionDialog
      title={`Export the data of ${name}`}
      submitText="Export"
      busy={isPending}
      error={error}
      onSubmit={() => mutate({ params: { path: { id } } })}
      onClose={onClose}
    >
      <div>
        Its products, orders and users are written as JSON Lines. What it changes meanwhile may be in it or
        not.
      </div>
    </ActionDialog>
  );
}
