import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { OperatorRow } from '../../types';

export type OperatorAction = 'change' | 'disable' | 'enable' | 'delete';

/** What can be done to an operator. Nobody takes their own power: the API would refuse it. */
export function OperatorActions(props: {
  operator: OperatorRow;
  isSelf: boolean;
  onAct: (action: OperatorAction) => void;
}) {
  const { operator, isSelf, onAct } = props;
  const own = isSelf && { disabled: true, disabledReason: 'Ask another SystemAdmin to do this to you.' };
  return (
    <ButtonDropdown
      variant="inline-icon"
      expandToViewport
      ariaLabel={`Actions for ${operator.userName}`}
      items={[
        { id: 'change', text: 'Change role or e-mail', ...own },
        operator.enabled ? { id: 'disable', text: 'Disable', ...own } : { id: 'enable', text: 'Enable' },
        { id: 'delete', text: 'Delete', ...own },
      ]}
      onItemClick={({ detail }) => onAct(detail.id as OperatorAction)}
    />
  );
}
