import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { TextField } from '../forms/text-field';
import { useForm } from '../forms/use-form';
import { EntrancePage } from '../shell/entrance-page';
import { useSession } from './session';
import { signInProblem } from './sign-in-problem';

export function SignInPage(props: { product: string; introduction?: ReactNode; expired: boolean }) {
  const { product, introduction, expired } = props;
  const session = useSession();
  const form = useForm({
    initial: { username: '', password: '' },
    validate: ({ username, password }) => ({
      username: username.trim() ? undefined : 'Enter your user name.',
      password: password ? undefined : 'Enter your password.',
    }),
    submit: ({ username, password }) => session.signIn(username.trim(), password),
    explain: signInProblem,
  });

  return (
    <EntrancePage product={product} title="Sign in">
      <form onSubmit={form.onSubmit} noValidate>
        <Form
          errorText={form.problem}
          actions={
            <Button variant="primary" formAction="submit" loading={form.busy} loadingText="Signing in">
              Sign in
            </Button>
          }
        >
          <SpaceBetween size="l">
            {introduction}
            {expired && <Alert type="info">Your session has ended. Sign in to go on where you were.</Alert>}
            <TextField
              form={form}
              name="username"
              label="User name"
              autoComplete="username"
              spellcheck={false}
              autoFocus
            />
            <TextField
              form={form}
              name="password"
              label="Password"
              type="password"
              autoComplete="current-password"
            />
          </SpaceBetween>
        </Form>
      </form>
    </EntrancePage>
  );
}
