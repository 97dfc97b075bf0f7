import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { EntrancePage } from '../shell/entrance-page';
import { useSession } from './session';
import { signInProblem } from './sign-in-problem';
import { useSubmit } from './use-submit';

export function SignInPage(props: { product: string; introduction?: ReactNode; expired: boolean }) {
  const { product, introduction, expired } = props;
  const session = useSession();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const { busy, problem, onSubmit } = useSubmit(async () => {
    setAsked(true);
    if (name && password) await session.signIn(name.trim(), password);
  }, signInProblem);

  return (
    <EntrancePage product={product} title="Sign in">
      <form onSubmit={onSubmit} noValidate>
        <Form
          errorText={problem}
          actions={
            <Button variant="primary" formAction="submit" loading={busy} loadingText="Signing in" fullWidth>
              Sign in
            </Button>
          }
        >
          <SpaceBetween size="l">
            {introduction}
            {expired && <Alert type="info">Your session has ended. Sign in to go on where you were.</Alert>}
            <FormField label="User name" errorText={asked && !name ? 'Enter your user name.' : undefined}>
              <Input
                value={name}
                onChange={({ detail }) => setName(detail.value)}
                autoComplete="username"
                name="username"
                spellcheck={false}
                autoFocus
              />
            </FormField>
            <FormField label="Password" errorText={asked && !password ? 'Enter your password.' : undefined}>
              <Input
                type="password"
                value={password}
                onChange={({ detail }) => setPassword(detail.value)}
                autoComplete="current-password"
                name="password"
              />
            </FormField>
          </SpaceBetween>
        </Form>
      </form>
    </EntrancePage>
  );
}
