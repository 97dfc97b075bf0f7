import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useRouteError } from 'react-router';

/** A build that was replaced while the page was open takes its chunks along. */
const isOldBuild = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|importing a module/i.test(error.message);

/** The error boundary of every route: an error of one page leaves the others usable. */
export function PageFailed() {
  const error = useRouteError();
  const reload = <Button onClick={() => window.location.reload()}>Reload</Button>;
  return (
    <Box margin={{ vertical: 'xxl' }}>
      {isOldBuild(error) ? (
        <Alert type="info" header="This page has been updated" action={reload}>
          Reload it to go on with the new version.
        </Alert>
      ) : (
        <Alert type="error" header="This page has an error" action={reload}>
          {error instanceof Error ? error.message : 'It cannot be shown.'}
        </Alert>
      )}
    </Box>
  );
}
