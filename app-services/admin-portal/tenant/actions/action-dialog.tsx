import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Dialog } from '../../../portal-shared/dialogs/dialog';
import { Failed } from '../../../portal-shared/states/failed';

export interface ActionDialogProps {
  /** Of the registration. */
  id: string;
  /** Of the tenant. */
  name: string;
  onClose: () => void;
}

const FORM = 'tenant-action';

/** A dialog that orders one thing: its fields, the API's refusal, and the two ways out of it. */
export function ActionDialog(props: {
  title: string;
  submitText: string;
  busy: boolean;
  /** False while the fields are not filled in as they must be. @default true */
  ready?: boolean;
  error?: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, submitText, busy, ready = true, error, onSubmit, onClose, children } = props;
  return (
    <Dialog
      title={title}
      onDismiss={onClose}
      confirm={
        <Button
          variant="primary"
          formAction="submit"
          form={FORM}
          loading={busy}
          loadingText="Ordering"
          disabled={!ready}
        >
          {submitText}
        </Button>
      }
    >
      <form
        id={FORM}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) onSubmit();
        }}
      >
        <Form>
          <SpaceBetween size="m">
            {error != null && <Failed error={error} />}
            {children}
          </SpaceBetween>
        </Form>
      </form>
    </Dialog>
  );
}
