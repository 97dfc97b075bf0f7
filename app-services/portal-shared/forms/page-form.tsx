import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { Form as FormState } from './use-form';

/** A form that is a page of its own: why the whole was refused, and the two ways out of it, below its fields. */
export function PageForm(props: {
  form: Pick<FormState<object>, 'busy' | 'problem' | 'onSubmit'>;
  submitText: string;
  busyText: string;
  onCancel: () => void;
  children: ReactNode;
}) {
  const { form, submitText, busyText, onCancel, children } = props;
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Form
        errorText={form.problem}
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" formAction="none" onClick={onCancel}>
              Cancel
            </Button>
            <Button variant="primary" formAction="submit" loading={form.busy} loadingText={busyText}>
              {submitText}
            </Button>
          </SpaceBetween>
        }
      >
        {children}
      </Form>
    </form>
  );
}
