import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import type { OperatorRole } from '../../types';

const ROLES = [
  { value: 'SystemAdmin', label: 'SystemAdmin', description: 'May do everything, and make other operators.' },
  {
    value: 'CustomerSupport',
    label: 'CustomerSupport',
    description: 'May look at everything, change nothing.',
  },
];

export const RoleField = (props: {
  role: OperatorRole | undefined;
  problem?: string;
  onChange: (role: OperatorRole) => void;
}) => (
  <FormField label="Role" errorText={props.problem}>
    <RadioGroup
      value={props.role ?? null}
      items={ROLES}
      onChange={({ detail }) => props.onChange(detail.value as OperatorRole)}
    />
  </FormField>
);
