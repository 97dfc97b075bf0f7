import { ApiError } from '../../portal-shared/api/errors';
import { Confirm } from '../../portal-shared/dialogs/confirm';
import { useNotifications } from '../../portal-shared/notices/notifications';
import { Loading } from '../../portal-shared/states/loading';
import { Refused } from '../standing/refused';
import { type ItemCalls, useItem, useRemove } from './use-item';

const isStatus = (error: unknown, status: number): boolean =>
  error instanceof ApiError && error.status === status;

/** Asks before an item is deleted, and deletes the version that it has shown and no other. */
export function DeleteItem<Item, New>(props: {
  calls: ItemCalls<Item, New>;
  /** What it is called: product, order. */
  kind: string;
  id: string;
  nameOf: (item: Item) => string;
  onDone: () => void;
}) {
  const { calls, kind, id, nameOf, onDone } = props;
  const { notifyDone } = useNotifications();
  const read = useItem(calls, id);
  const removal = useRemove(calls);
  const error = removal.error ?? read.error;
  const name = read.data && nameOf(read.data.item);
  const changed = isStatus(removal.error, 412);

  const again = () => {
    removal.reset();
    void read.refetch();
  };
  const confirm = () => {
    if (changed || error) return again();
    if (!read.data) return;
    removal.mutate(
      { id, etag: read.data.etag },
      {
        onSuccess() {
          notifyDone(`The ${kind} “${name}” is deleted.`);
          onDone();
        },
      },
    );
  };
  const gone = isStatus(error, 404);
  return (
    <Confirm
      title={`Delete ${kind}`}
      action={gone ? 'Close' : error ? 'Read it again' : 'Delete'}
      busy={removal.isPending || read.isFetching}
      onConfirm={gone ? onDone : confirm}
      onDismiss={onDone}
    >
      {gone ? (
        `This ${kind} has been deleted already.`
      ) : changed ? (
        `Somebody else has changed “${name}” meanwhile. Read it again before you decide.`
      ) : error ? (
        <Refused error={error} onRetry={again} />
      ) : name === undefined ? (
        <Loading what={`the ${kind}`} />
      ) : (
        <>
          <b>{name}</b> will be gone for everybody in your organisation. This cannot be undone.
        </>
      )}
    </Confirm>
  );
}
