import { type ReactNode, Suspense } from 'react';
import { LoadingPage } from '../states/loading';
import { NewPasswordPage } from './new-password-page';
import { useSession } from './session';
import { SignInPage } from './sign-in-page';

/** Shows the sign-in until somebody is signed in; the URL stays, so that a link leads where it should. */
export function SessionGate(props: {
  product: string;
  /** Between heading and form, for instance whose users sign in here. */
  introduction?: ReactNode;
  children: ReactNode;
}) {
  const { product, introduction, children } = props;
  const { state } = useSession();
  switch (state.status) {
    case 'restoring':
      return <LoadingPage what="your session" />;
    case 'signed-out':
      return <SignInPage product={product} introduction={introduction} expired={state.expired} />;
    case 'new-password':
      return <NewPasswordPage product={product} />;
    case 'signed-in':
      return <Suspense fallback={<LoadingPage what="the portal" />}>{children}</Suspense>;
  }
}
