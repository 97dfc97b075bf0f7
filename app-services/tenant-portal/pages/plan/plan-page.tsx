import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { Failed } from '../../../portal-shared/states/failed';
import { Loading } from '../../../portal-shared/states/loading';
import { usePlan } from '../../plan/use-plan';
import { Today } from './today';
import { UsageChart } from './usage-chart';

/** What the organisation may ask for, and what it has asked for. */
export function PlanPage() {
  usePageTitle('Plan');
  const { data: plan, error, refetch } = usePlan();
  const content = () => {
    if (plan) {
      return (
        <SpaceBetween size="l">
          <Today plan={plan} />
          <UsageChart days={plan.days} quotaPerDay={plan.plan.quotaPerDay} />
        </SpaceBetween>
      );
    }
    // Not a limit of the plan's, even a 429: of this request all tenants of the cell have one together.
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading what="the plan" />;
  };
  return (
    <ContentLayout
      maxContentWidth={1400}
      header={
        <Header
          variant="h1"
          description="For the whole organisation, up to a minute old. This page costs no requests."
        >
          Plan
        </Header>
      }
    >
      {content()}
    </ContentLayout>
  );
}
