import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useRouteError } from 'react-router';
import { usePageTitle } from '../shell/page-title';
import { useOnline } from './use-online';

/** Its part of the build did not come: the network is away, or a newer build has taken the old one's place. */
const didNotCome = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|importing a module/i.test(error.message);

/** The error boundary of every route: an error of one page leaves the others usable. */
export function PageFailed() {
  usePageTitle('Not shown');
  const error = useRouteError();
  const online = useOnline();
  const content = () => {
    const reload = <Button onClick={() => window.location.reload()}>Reload</Button>;
    if (!didNotCome(error)) {
      return (
        <Alert type="error" header="This page has an error" action={reload}>
          {error instanceof Error ? error.message : 'It cannot be shown.'}
        </Alert>
      );
    }
    // A reload would lose the pages that are there.
    if (!online) {
      return (
        <Alert type="warning" header="This page has not been loaded yet">
          You are offline. Pages that you have seen before can be used; this one once the network is back.
        </Alert>
      );
    }
    return (
      <Alert type="info" header="This page could not be loaded" action={reload}>
        It has been updated, or the network was away for a moment. Reload it to go on.
      </Alert>
    );
  };
  return (
    <ContentLayout header={<Header variant="h1">This page cannot be shown</Header>}>
      {content()}
    </ContentLayout>
  );
}
