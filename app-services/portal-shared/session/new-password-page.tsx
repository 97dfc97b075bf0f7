import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { TextField } from '../forms/text-field';
import { type Problems, useForm } from '../forms/use-form';
import { EntrancePage } from '../shell/entrance-page';
import { useSession } from './session';
import { signInProblem } from './sign-in-problem';

interface Passwords {
  password: string;
  repeated: string;
}

/** Cognito's rules are the pool's; this is known beforehand, since the two fields are ours. */
const validate = ({ password, repeated }: Passwords): Problems<Passwords> => ({
  password: password ? undefined : 'Enter a new password.',
  repeated: !repeated
    ? 'Repeat the new password.'
    : repeated !== password
      ? 'The two passwords differ.'
      : undefined,
});

/** Whoever was invited chooses a password of their own before anything else. */
export function NewPasswordPage({ product }: { product: string }) {
  const session = useSession();
  const form = useForm<Passwords>({
    initial: { password: '', repeated: '' },
    validate,
    submit: ({ password }) => session.setNewPassword(password),
    explain: signInProblem,
  });

  return (
    <EntrancePage product={product} title="Choose a new password">
      <form onSubmit={form.onSubmit} noValidate>
        <Form
          errorText={form.problem}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button variant="link" formAction="none" onClick={() => session.signOut()}>
                Cancel
              </Button>
              <Button variant="primary" formAction="submit" loading={form.busy} loadingText="Saving">
                Save and sign in
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <Box variant="p" color="text-body-secondary">
              Your password was set by somebody else. Choose one that only you know.
            </Box>
            <TextField
              form={form}
              name="password"
              label="New password"
              constraintText="At least 12 characters, with upper and lower case, a digit and a symbol."
              type="password"
              autoComplete="new-password"
              autoFocus
            />
            <TextField
              form={form}
              name="repeated"
              label="New password, again"
              type="password"
              autoComplete="new-password"
            />
          </SpaceBetween>
        </Form>
      </form>
    </EntrancePage>
  );
}
