import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { problemOf } from '../api/problem';

/** In the place of what could not be loaded, or above a form that was refused. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail, requestId } = problemOf(error);
  return (
    <Alert type="error" header={title} action={onRetry && <Button onClick={onRetry}>Try again</Button>}>
      {detail}
      {requestId && (
        <Box variant="small" display="block">
          Request {requestId}
        </Box>
      )}
    </Alert>
  );
}
