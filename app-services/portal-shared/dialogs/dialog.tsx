import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { FirstField } from './first-field';

/** A window above the page that asks something, and the two ways out of it. */
export function Dialog(props: {
  title: string;
  /** The button that does it. */
  confirm: ReactNode;
  onDismiss: () => void;
  children: ReactNode;
}) {
  const { title, confirm, onDismiss, children } = props;
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
            {confirm}
          </SpaceBetween>
        </Box>
      }
    >
      <FirstField>{children}</FirstField>
    </Modal>
  );
}
