import Alert from '@cloudscape-design/components/alert';
import { ApiError } from '../../../portal-shared/api/errors';
import { Confirm } from '../../../portal-shared/dialogs/confirm';
import { useNotifications } from '../../../portal-shared/notices/notifications';
import { useUser } from '../../../portal-shared/session/session';
import { Refused } from '../../standing/refused';
import { type User, type UserAction, useUserAction, WORDING } from './user-actions';

const isStatus = (error: unknown, status: number): boolean =>
  error instanceof ApiError && error.status === status;

/** Asks before a user is changed, and says so when it is the last who could do so. */
export function ConfirmAction(props: { user: User; action: UserAction; onDone: () => void }) {
  const { user, action, onDone } = props;
  const { notifyDone } = useNotifications();
  const own = useUser().name === user.username;
  const change = useUserAction();
  const { text, question, done } = WORDING[action];
  const ask = () =>
    change.mutate(
      { user, action },
      {
        onSuccess() {
          notifyDone(done(user));
          onDone();
        },
      },
    );
  const isLast = isStatus(change.error, 409);
  const isGone = isStatus(change.error, 404);
  const final = isLast || isGone;
  return (
    <Confirm
      title={`${text}: ${user.email}`}
      action={final ? 'Close' : text}
      busy={change.isPending}
      onConfirm={final ? onDone : ask}
      onDismiss={onDone}
    >
      {isLast ? (
        <Alert type="warning" header="This is the last TenantAdmin">
          Nobody could manage users any more. Make another user TenantAdmin first.
        </Alert>
      ) : isGone ? (
        'This user has been deleted already.'
      ) : change.error ? (
        <Refused error={change.error} onRetry={ask} />
      ) : (
        question(user, own)
      )}
    </Confirm>
  );
}
