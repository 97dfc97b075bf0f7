import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { Loaded } from '../../../portal-shared/states/loaded';
import { useAdminApi } from '../../api';
import type { DeadLetterQueue as Queue } from '../../types';
import { DeadLetterQueue } from './dead-letter-queue';

/** Who looks hides the messages from others for a moment: to look seldom is enough for what lies for days. */
const PACE = { fastestMs: 5_000, slowestMs: 60_000 };

const EmptyQueues = ({ queues }: { queues: Queue[] }) => (
  <Container header={<Header variant="h2">Queues in which nothing waits</Header>}>
    <SpaceBetween size="xs">
      {queues.map(({ queue, holds }) => (
        <div key={queue}>
          <StatusIndicator type="success">{queue}</StatusIndicator>: {holds}
        </div>
      ))}
    </SpaceBetween>
  </Container>
);

/** Events that were given up, by queue: those in which something waits first. */
export function DeadLettersTab() {
  const { query } = useAdminApi();
  const letters = query.useQuery('get', '/dead-letters', {}, { refetchInterval: usePolling(PACE) });
  return (
    <Loaded query={letters} what="the dead letters">
      {({ data }) => {
        const empty = data.filter(({ count }) => count === 0);
        return (
          <SpaceBetween size="l">
            {data
              .filter(({ count }) => count > 0)
              .map((queue) => (
                <DeadLetterQueue key={queue.queue} queue={queue} />
              ))}
            {empty.length > 0 && <EmptyQueues queues={empty} />}
          </SpaceBetween>
        );
      }}
    </Loaded>
  );
}
