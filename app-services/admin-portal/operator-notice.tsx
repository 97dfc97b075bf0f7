import Button from '@cloudscape-design/components/button';
import { useEffect } from 'react';
import { Outlet } from 'react-router';
import { useNotifications } from '../portal-shared/notices/notifications';
import { useOperator } from './operator';

const NOTICE = 'operator';

/** Says so when the API did not tell who is signed in: pages show no action then, and nobody would know why. */
export function OperatorNotice() {
  const { unknown, askAgain } = useOperator();
  const { notify, dismiss } = useNotifications();
  useEffect(() => {
    if (!unknown) return;
    notify(
      {
        type: 'warning',
        header: 'What you may do could not be loaded',
        content: 'Until it is, no actions are shown.',
        action: <Button onClick={() => void askAgain()}>Try again</Button>,
      },
      NOTICE,
    );
    return () => dismiss(NOTICE);
  }, [unknown, askAgain, notify, dismiss]);
  return <Outlet />;
}
