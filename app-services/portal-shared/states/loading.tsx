import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';

/** In the place of what is being loaded. */
export const Loading = ({ what }: { what: string }) => (
  <Box textAlign="center" padding={{ vertical: 'xxl' }}>
    <StatusIndicator type="loading">Loading {what}</StatusIndicator>
  </Box>
);

/** The same for a whole page, before there is a shell. */
export const LoadingPage = ({ what }: { what: string }) => (
  <main>
    <Box padding={{ top: 'xxxl' }}>
      <Loading what={what} />
    </Box>
  </main>
);
