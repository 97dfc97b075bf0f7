import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { type ReactNode, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ApiError } from '../../portal-shared/api/errors';
import { useNotifications } from '../../portal-shared/notices/notifications';
import { usePageTitle } from '../../portal-shared/shell/page-title';
import { Empty } from '../../portal-shared/states/empty';
import { Loading } from '../../portal-shared/states/loading';
import { Refused } from '../standing/refused';
import { type ItemCalls, useItem, useSave } from './use-item';

/** What a form gets: the item as it was read, if it is not a new one, and what to do with its values. */
export interface FormOf<Item, New> {
  item: Item | undefined;
  save: (body: New) => Promise<void>;
  onCancel: () => void;
}

const isStatus = (error: unknown, status: number): boolean =>
  error instanceof ApiError && error.status === status;

/** Creates or changes an item. Whoever was faster is not overwritten: their version is shown first. */
export function ItemPage<Item, New>(props: {
  calls: ItemCalls<Item, New>;
  kind: string;
  /** As in the path; undefined for a new one. */
  id: string | undefined;
  nameOf: (item: New) => string;
  form: (form: FormOf<Item, New>) => ReactNode;
}) {
  const { calls, kind, id, nameOf, form } = props;
  const title = id === undefined ? `Create ${kind}` : `Change ${kind}`;
  usePageTitle(title);
  const navigate = useNavigate();
  const { notifyDone } = useNotifications();
  const read = useItem(calls, id);
  const save = useSave(calls, id);
  const [overtaken, setOvertaken] = useState(false);
  // Back to the page of the list; who came by a link has none.
  const isFirst = useLocation().key === 'default';
  const leave = () => void (isFirst ? navigate(calls.path) : navigate(-1));

  const content = () => {
    if (isStatus(read.error, 404) || isStatus(read.error, 400)) {
      return (
        <Empty title={`There is no such ${kind}`} action={<Button onClick={leave}>Back to the list</Button>}>
          Somebody may have deleted it.
        </Empty>
      );
    }
    if (read.error) return <Refused error={read.error} onRetry={() => void read.refetch()} />;
    if (id !== undefined && (!read.data || read.isFetching)) return <Loading what={`the ${kind}`} />;
    return form({
      item: read.data?.item,
      onCancel: leave,
      async save(body) {
        try {
          await save.mutateAsync({ body, etag: read.data?.etag });
        } catch (error) {
          if (isStatus(error, 412)) return setOvertaken(true);
          throw error;
        }
        const done = id === undefined ? 'created' : 'changed';
        notifyDone(`The ${kind} “${nameOf(body)}” is ${done}.`);
        leave();
      },
    });
  };

  return (
    <ContentLayout maxContentWidth={800} header={<Header variant="h1">{title}</Header>}>
      {overtaken && (
        <Alert
          type="warning"
          header="Somebody else has changed it meanwhile"
          action={
            <Button
              onClick={() => {
                setOvertaken(false);
                void read.refetch();
              }}
            >
              Load their version
            </Button>
          }
        >
          Nothing was saved. What you have typed is lost when you load their version.
        </Alert>
      )}
      {content()}
    </ContentLayout>
  );
}
