import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { useAdminApi } from '../../api';
import { ActionDialog, type ActionDialogProps } from './action-dialog';
import { useOrder } from './use-order';
import { wholeNumberProblem } from './whole-number';

/** The most that the API adds at once. */
const MOST = 1_000_000;

export function ExtendQuotaDialog({ id, name, onClose }: ActionDialogProps) {
  const { query } = useAdminApi();
  const order = useOrder();
  const [text, setText] = useState('');
  const problem = wholeNumberProblem(text, 1, MOST);
  const { mutate, isPending, error } = query.useMutation(
    'post',
    '/tenant-registrations/{id}/usage/extension',
    {
      onSuccess: ({ data }) => {
        order.done(`The quota of ${name} is extended`, data.message);
        onClose();
      },
    },
  );
  return (
    <ActionDialog
      title={`Extend today's quota of ${name}`}
      submitText="Extend"
      busy={isPending}
      ready={text.trim() !== '' && !problem}
      error={error}
      onSubmit={() => mutate({ params: { path: { id } }, body: { requests: Number(text) } })}
      onClose={onClose}
    >
      <FormField
        label="Requests to add"
        description="To what is left today; tomorrow is as planned."
        errorText={problem}
      >
        <Input
          type="number"
          inputMode="numeric"
          value={text}
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
    </ActionDialog>
  );
}
