import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Failed } from '../states/failed';

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
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" onClick={onDismiss}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} onClick={onConfirm}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {error != null && <Failed error={error} />}
        <div>{children}</div>
      </SpaceBetween>
    </Modal>
  );
}
