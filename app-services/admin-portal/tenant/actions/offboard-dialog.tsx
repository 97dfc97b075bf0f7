import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import { useState } from 'react';
import { useAdminApi } from '../../api';
import { ActionDialog, type ActionDialogProps } from './action-dialog';
import { useOrder } from './use-order';
import { wholeNumberProblem } from './whole-number';

/** The longest that the API keeps a tenant's data, in days. */
const LONGEST = 350;

type ExportChoice = 'configured' | 'true' | 'false';
const EXPORT_CHOICES = [
  { value: 'configured', label: 'As configured' },
  { value: 'true', label: 'Export it first', description: 'The deletion receipt says where it is.' },
  { value: 'false', label: 'Do not export it' },
];

/** Asks for the tenant's name, since it cannot be taken back once the removal has begun. */
export function OffboardDialog({ id, name, onClose }: ActionDialogProps) {
  const { query } = useAdminApi();
  const order = useOrder();
  const [typed, setTyped] = useState('');
  const [days, setDays] = useState('');
  const [exports, setExports] = useState<ExportChoice>('configured');
  const daysProblem = wholeNumberProblem(days, 0, LONGEST);
  const { mutate, isPending, error } = query.useMutation('delete', '/tenant-registrations/{id}', {
    onSuccess: ({ data }) => {
      order.done(`${name} is being offboarded`, data.message);
      onClose();
    },
  });
  const onSubmit = () =>
    mutate({
      params: {
        path: { id },
        query: {
          ...(days.trim() && { retainDays: String(Number(days)) }),
          ...(exports !== 'configured' && { export: exports }),
        },
      },
    });
  return (
    <ActionDialog
      title={`Offboard ${name}`}
      submitText="Offboard"
      busy={isPending}
      ready={typed === name && !daysProblem}
      error={error}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <div>Its requests are refused at once; then all that it has is deleted, its data included.</div>
      <FormField
        label="Days to keep its data"
        description="Meanwhile the offboarding can be cancelled. Empty: as configured."
        constraintText={`From 0, at once, to ${LONGEST}.`}
        errorText={daysProblem}
      >
        <Input
          type="number"
          inputMode="numeric"
          value={days}
          onChange={({ detail }) => setDays(detail.value)}
        />
      </FormField>
      <FormField label="Its data">
        <RadioGroup
          items={EXPORT_CHOICES}
          value={exports}
          onChange={({ detail }) => setExports(detail.value as ExportChoice)}
        />
      </FormField>
      <FormField
        label={`Type ${name} to confirm`}
        errorText={typed && !name.startsWith(typed) ? 'That is not its name.' : undefined}
      >
        <Input
          value={typed}
          onChange={({ detail }) => setTyped(detail.value)}
          autoComplete={false}
          spellcheck={false}
        />
      </FormField>
    </ActionDialog>
  );
}
