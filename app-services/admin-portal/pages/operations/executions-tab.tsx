import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Failed } from '../../../portal-shared/states/failed';
import { Loading } from '../../../portal-shared/states/loading';
import { useOverview } from '../overview/use-overview';
import { FailedOperations } from './failed-operations';
import { RunningOperations } from './running-operations';

/** What runs now, and what failed last: as many as the API tells of, newest first. */
export function ExecutionsTab() {
  const { data, error, isError, refetch } = useOverview();
  if (isError && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the executions" />;
  const { runningNow, failedLast } = data.data.operations;
  return (
    <Container
      header={
        <Header variant="h2" description="The newest 20 of each; a tenant’s page has all of its executions.">
          Executions
        </Header>
      }
    >
      <SpaceBetween size="l">
        <RunningOperations rows={runningNow} />
        <FailedOperations rows={failedLast} />
      </SpaceBetween>
    </Container>
  );
}
