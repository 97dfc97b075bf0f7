import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
import { Dialog } from '../../../app-services/portal-shared/dialogs/dialog';

function Page({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Ask</Button>
      {open && (
        <Dialog title="A question" confirm={<Button>Yes</Button>} onDismiss={() => setOpen(false)}>
          {children}
        </Dialog>
      )}
    </>
  );
}

const field = (
  <FormField label="Requests to add">
    <Input value="" onChange={() => {}} />
  </FormField>
);
const focused = () => document.activeElement;

it('lets one type at once, and gives the focus back when it is closed', async () => {
  const user = userEvent.setup({ delay: null });
  render(<Page>{field}</Page>);
  const opener = screen.getByRole('button', { name: 'Ask' });

  await user.click(opener);
  await waitFor(() => expect(focused()).toBe(screen.getByLabelText('Requests to add')));
  await user.click(screen.getByRole('button', { name: 'Cancel' }));

  await waitFor(() => expect(focused()).toBe(opener));
});

it('without a field has the focus on the way out', async () => {
  const user = userEvent.setup({ delay: null });
  render(<Page>It cannot be taken back.</Page>);

  await user.click(screen.getByRole('button', { name: 'Ask' }));

  await waitFor(() => expect(focused()).toBe(screen.getByRole('button', { name: 'Close' })));
});
