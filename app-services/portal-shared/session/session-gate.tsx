import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, Suspense, useState } from 'react';
import { NotificationsProvider } from '../notices/notifications';
import { createQueryClient } from '../queries/query-client';
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
      return (
        <OfOneSignIn>
          <Suspense fallback={<LoadingPage what="the portal" />}>{children}</Suspense>
        </OfOneSignIn>
      );
  }
}

/** Answers and notices of one sign-in. They go with it: nobody finds what the user before was shown. */
function OfOneSignIn({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider>{children}</NotificationsProvider>
    </QueryClientProvider>
  );
}
