import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { dateTime } from '../../../portal-shared/format/locale';
import { Loaded } from '../../../portal-shared/states/loaded';
import { useOverview } from '../overview/use-overview';
import { FailedOperations } from './failed-operations';
import { RunningOperations } from './running-operations';

/** What runs now, and what failed last: as many as the API tells of, newest first. */
export function ExecutionsTab() {
  const overview = useOverview();
  const asOf = dateTime(overview.dataUpdatedAt);
  return (
    <Loaded query={overview} what="the executions">
      {({ data }) => (
        <Container
          header={
            <Header
              variant="h2"
              description={`As of ${asOf}: the newest 20 of each. A tenant’s page has all of its executions.`}
            >
              Executions
            </Header>
          }
        >
          <SpaceBetween size="l">
            <RunningOperations rows={data.operations.runningNow} />
            <FailedOperations rows={data.operations.failedLast} />
          </SpaceBetween>
        </Container>
      )}
    </Loaded>
  );
}
