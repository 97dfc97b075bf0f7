import { Confirm } from '../../../portal-shared/dialogs/confirm';
import type { OperatorRow } from '../../types';
import type { OperatorAction } from './operator-actions';
import { OperatorForm } from './operator-form';
import { useOperatorChange } from './use-operator-change';

const ASKED = {
  disable: {
    action: 'Disable',
    consequence: 'can no longer sign in, and loses access within a minute. The role stays.',
  },
  enable: { action: 'Enable', consequence: 'can sign in again, with the same role and password.' },
  delete: { action: 'Delete', consequence: 'is deleted, and loses access within a minute.' },
};

/** The dialog of an action on an operator. */
export function ChangeOperator(props: { operator: OperatorRow; action: OperatorAction; onDone: () => void }) {
  const { operator, action, onDone } = props;
  const { userName, email = '', userRole } = operator;
  const { busy, error, update, remove } = useOperatorChange(userName, onDone);
  if (action === 'change') {
    return (
      <OperatorForm
        title={`Change ${userName}`}
        action="Save"
        isNew={false}
        from={{ userName, email, userRole }}
        busy={busy}
        error={error}
        onDismiss={onDone}
        onSave={(draft) => update({ userRole: draft.userRole, email: draft.email })}
      />
    );
  }
  const { action: verb, consequence } = ASKED[action];
  return (
    <Confirm
      title={`${verb} ${userName}`}
      action={verb}
      busy={busy}
      error={error}
      onDismiss={onDone}
      onConfirm={() => (action === 'delete' ? remove() : update({ enabled: action === 'enable' }))}
    >
      {userName} {consequence}
    </Confirm>
  );
}
