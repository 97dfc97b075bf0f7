import { useNotifications } from '../../../portal-shared/notices/notifications';
import { useRefresh } from '../../../portal-shared/queries/use-refresh';
import { useAdminApi } from '../../api';
import { OperatorForm } from './operator-form';

/** Invites somebody; Cognito mails them a temporary password. */
export function CreateOperator({ onDone }: { onDone: () => void }) {
  const { query } = useAdminApi();
  const { notifyDone } = useNotifications();
  const refresh = useRefresh();
  const create = query.useMutation('post', '/users', {
    onSuccess: ({ data: { userName } }) => {
      notifyDone(`${userName} is invited`);
      void refresh('/users');
      onDone();
    },
  });
  return (
    <OperatorForm
      title="Create an operator"
      action="Create"
      isNew
      from={{ userName: '', email: '', userRole: undefined }}
      busy={create.isPending}
      error={create.error}
      onDismiss={onDone}
      onSave={({ userRole, ...draft }) => userRole && create.mutate({ body: { ...draft, userRole } })}
    />
  );
}
