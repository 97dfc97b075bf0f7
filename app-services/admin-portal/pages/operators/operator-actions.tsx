import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { OperatorRow } from '../../types';

const TEXTS = { change: 'Change', disable: 'Disable', enable: 'Enable', delete: 'Delete' };
export type OperatorAction = keyof typeof TEXTS;

/** What can be done to an operator. Nobody takes their own power: the API would refuse it. */
export function OperatorActions(props: {
  operator: OperatorRow;
  isSelf: boolean;
  onAct: (action: OperatorAction) => void;
}) {
  const { operator, isSelf, onAct } = props;
  if (isSelf) return 'This is you';
  const actions: OperatorAction[] = ['change', operator.enabled ? 'disable' : 'enable', 'delete'];
  return (
    <SpaceBetween size="s" direction="horizontal">
      {actions.map((action) => (
        <Button
          key={action}
          variant="inline-link"
          ariaLabel={`${TEXTS[action]} ${operator.userName}`}
          onClick={() => onAct(action)}
        >
          {TEXTS[action]}
        </Button>
      ))}
    </SpaceBetween>
  );
}
