import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Failed } from '../states/failed';
import { Dialog } from './dialog';

/** Asks before what cannot be taken back; stays open with the reason when it was refused. */
export function Confirm(props: {
  title: string;
  /** What the button does, as a verb. */
  action: string;
  busy: boolean;
  error?: unknown;
  onConfirm: () => void;
  onDismiss: () => void;
  children: ReactNode;
}) {
  const { title, action, busy, error, onConfirm, onDismiss, children } = props;
  return (
    <Dialog
      title={title}
      onDismiss={onDismiss}
      confirm={
        <Button variant="primary" loading={busy} onClick={onConfirm}>
          {action}
        </Button>
      }
    >
      <SpaceBetween size="m">
        {error != null && <Failed error={error} />}
        <div>{children}</div>
      </SpaceBetween>
    </Dialog>
  );
}
