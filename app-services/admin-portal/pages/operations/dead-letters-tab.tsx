import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { Failed } from '../../../portal-shared/states/failed';
import { Loading } from '../../../portal-shared/states/loading';
import { useAdminApi } from '../../api';
import { DeadLetterQueue } from './dead-letter-queue';

/** Who looks hides the messages from others for a moment: to look seldom is enough for what lies for days. */
const PACE = { fastestMs: 5_000, slowestMs: 60_000 };

/** Events that were given up, by queue: those in which something waits first. */
export function DeadLettersTab() {
  const { query } = useAdminApi();
  const { data, error, isError, refetch } = query.useQuery(
    'get',
    '/dead-letters',
    {},
    { refetchInterval: usePolling(PACE) },
  );
  if (isError && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the dead letters" />;
  const empty = data.data.filter(({ count }) => count === 0);
  return (
    <SpaceBetween size="l">
      {data.data
        .filter(({ count }) => count > 0)
        .map((queue) => (
          <DeadLetterQueue key={queue.queue} queue={queue} />
        ))}
      {empty.length > 0 && (
        <Container header={<Header variant="h2">Queues in which nothing waits</Header>}>
          <SpaceBetween size="xs">
            {empty.map(({ queue, holds }) => (
              <StatusIndicator key={queue} type="success" wrapText>
                {queue}: {holds}
              </StatusIndicator>
            ))}
          </SpaceBetween>
        </Container>
      )}
    </SpaceBetween>
  );
}
