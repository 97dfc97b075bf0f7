import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { dateTime } from '../../../portal-shared/format/locale';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { Failed } from '../../../portal-shared/states/failed';
import { Loading } from '../../../portal-shared/states/loading';
import { AlarmsSection } from './alarms-section';
import { CellsSection } from './cells-section';
import { OperationsSection } from './operations-section';
import { TenantsSection } from './tenants-section';
import { ThrottledSection } from './throttled-section';
import { useOverview } from './use-overview';

/** What happens now; behind each number is what it counts. */
export function OverviewPage() {
  usePageTitle('Overview');
  const { data, error, isError, refetch, dataUpdatedAt } = useOverview();
  if (isError && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the overview" />;
  const { tenants, operations, cells, throttled, alarms } = data.data;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={`As of ${dateTime(dataUpdatedAt)}`}>
          Overview
        </Header>
      }
    >
      <SpaceBetween size="l">
        {isError && <Failed error={error} onRetry={() => void refetch()} />}
        <TenantsSection {...tenants} />
        <OperationsSection {...operations} />
        <CellsSection cells={cells} />
        <ThrottledSection {...throttled} />
        <AlarmsSection alarms={alarms} />
      </SpaceBetween>
    </ContentLayout>
  );
}
