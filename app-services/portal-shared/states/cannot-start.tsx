import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';

/** Before there is a configuration, nothing else can be shown. */
export const CannotStart = ({ error }: { error: unknown }) => (
  <main>
    <Box padding="xxl">
      <Alert
        type="error"
        header="The portal cannot start"
        action={<Button onClick={() => window.location.reload()}>Try again</Button>}
      >
        {error instanceof Error ? error.message : String(error)}
      </Alert>
    </Box>
  </main>
);
