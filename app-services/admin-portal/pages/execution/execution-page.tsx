import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from 'react-router';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { useFollow } from '../../../portal-shared/shell/use-follow';
import { Failed } from '../../../portal-shared/states/failed';
import { PageInstead } from '../../../portal-shared/states/page-instead';
import { ExecutionFacts } from '../../execution/execution-facts';
import { ExecutionStates } from '../../execution/execution-states';
import { FailureAlert } from '../../execution/failure-alert';
import { EXECUTION_STATUSES, operationName } from '../../execution/operation';
import { Overtaken, ReplayButton } from '../../execution/replay-button';
import { currentState, useExecution } from '../../execution/use-execution';
import { tenantPath } from '../../paths';
import { useTenantName } from '../../tenant/use-tenant';

/** One execution of a tenant's workflow, live. The address holds the state that is looked at. */
export function ExecutionPage() {
  const { tenantRegistrationId: id = '', name = '' } = useParams();
  const tenantName = useTenantName(id) ?? 'Tenant';
  const asked = useExecution(id, name);
  const follow = useFollow();
  const execution = asked.data?.data;
  const title = execution ? `${operationName(execution.operation)} of ${tenantName}` : name;
  usePageTitle(title);

  if (!execution) {
    return (
      <PageInstead
        title="Execution"
        what="the execution"
        error={asked.error}
        onRetry={() => void asked.refetch()}
        others={{ href: tenantPath(id), text: 'Go to the tenant' }}
      />
    );
  }
  return (
    <>
      <BreadcrumbGroup
        items={[
          { text: 'Tenants', href: '/tenants' },
          { text: tenantName, href: `/tenants/${id}` },
          { text: operationName(execution.operation), href: '' },
        ]}
        onFollow={follow}
      />
      <ContentLayout
        header={
          <Header
            variant="h1"
            description={name}
            actions={
              <Button href={execution.consoleUrl} target="_blank" iconName="external" iconAlign="right">
                Open in the AWS console
              </Button>
            }
          >
            {title}
          </Header>
        }
      >
        <SpaceBetween size="l">
          {/* What is below is out of date then. */}
          {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
          {execution.failure && (
            <FailureAlert failure={execution.failure} action={<ReplayButton id={id} execution={execution} />}>
              <Overtaken id={id} execution={execution} />
            </FailureAlert>
          )}
          <ExecutionFacts execution={execution} />
          <ExecutionStates id={id} execution={execution} />
        </SpaceBetween>
        <LiveRegion hidden>
          {EXECUTION_STATUSES[execution.status].label}: {currentState(execution) ?? 'no state yet'}
        </LiveRegion>
      </ContentLayout>
    </>
  );
}
