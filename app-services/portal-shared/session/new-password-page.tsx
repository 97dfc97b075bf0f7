import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { EntrancePage } from '../shell/entrance-page';
import { useSession } from './session';
import { signInProblem } from './sign-in-problem';
import { useSubmit } from './use-submit';

/** Cognito's rules are the pool's; this one is known beforehand, since the two fields are ours. */
const mismatch = (password: string, repeated: string): string | undefined =>
  repeated && repeated !== password ? 'The two passwords differ.' : undefined;

/** Whoever was invited chooses a password of their own before anything else. */
export function NewPasswordPage({ product }: { product: string }) {
  const session = useSession();
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [asked, setAsked] = useState(false);
  const { busy, problem, onSubmit } = useSubmit(async () => {
    setAsked(true);
    if (password && password === repeated) await session.setNewPassword(password);
  }, signInProblem);

  return (
    <EntrancePage product={product} title="Choose a new password">
      <form onSubmit={onSubmit} noValidate>
        <Form
          errorText={problem}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button variant="link" formAction="none" onClick={() => session.signOut()}>
                Cancel
              </Button>
              <Button variant="primary" formAction="submit" loading={busy} loadingText="Saving">
                Save and sign in
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <Box variant="p" color="text-body-secondary">
              Your password was set by somebody else. Choose one that only you know.
            </Box>
            <FormField
              label="New password"
              constraintText="At least 12 characters, with upper and lower case, a digit and a symbol."
              errorText={asked && !password ? 'Enter a new password.' : undefined}
            >
              <Input
                type="password"
                value={password}
                onChange={({ detail }) => setPassword(detail.value)}
                autoComplete="new-password"
                name="new-password"
                autoFocus
              />
            </FormField>
            <FormField
              label="New password, again"
              errorText={
                mismatch(password, repeated) ?? (asked && !repeated ? 'Repeat the new password.' : undefined)
              }
            >
              <Input
                type="password"
                value={repeated}
                onChange={({ detail }) => setRepeated(detail.value)}
                autoComplete="new-password"
                name="repeated-password"
              />
            </FormField>
          </SpaceBetween>
        </Form>
      </form>
    </EntrancePage>
  );
}
