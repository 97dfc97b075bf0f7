import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useLoadingText } from './use-loading-text';
import { useOnline } from './use-online';

/** In the place of what is being loaded, or will be once the network is back. */
export function Loading({ what }: { what: string }) {
  const online = useOnline();
  return (
    <Box textAlign="center" padding={{ vertical: 'xxl' }}>
      <StatusIndicator type={online ? 'loading' : 'pending'}>{useLoadingText(what)}</StatusIndicator>
    </Box>
  );
}

/** The same for a whole page, before there is a shell. */
export const LoadingPage = ({ what }: { what: string }) => (
  <main>
    <Box padding={{ top: 'xxxl' }}>
      <Loading what={what} />
    </Box>
  </main>
);
