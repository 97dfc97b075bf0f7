import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { dateTime } from '../../../portal-shared/format/locale';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { Loaded } from '../../../portal-shared/states/loaded';
import { AlarmsSection } from './alarms-section';
import { CellsSection } from './cells-section';
import { OperationsSection } from './operations-section';
import { TenantsSection } from './tenants-section';
import { ThrottledSection } from './throttled-section';
import { useOverview } from './use-overview';

/** What happens now; behind each number is what it counts. */
export function OverviewPage() {
  usePageTitle('Overview');
  const overview = useOverview();
  const asOf = overview.data && `As of ${dateTime(overview.dataUpdatedAt)}`;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={asOf}>
          Overview
        </Header>
      }
    >
      <Loaded query={overview} what="the overview">
        {({ data }) => (
          <SpaceBetween size="l">
            <TenantsSection {...data.tenants} />
            <OperationsSection {...data.operations} />
            <CellsSection cells={data.cells} />
            <ThrottledSection {...data.throttled} />
            <AlarmsSection alarms={data.alarms} />
          </SpaceBetween>
        )}
      </Loaded>
    </ContentLayout>
  );
}
