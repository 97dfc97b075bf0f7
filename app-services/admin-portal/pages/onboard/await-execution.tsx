import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { Failed } from '../../../portal-shared/states/failed';
import { useAdminApi } from '../../api';
import { executionPath, tenantPath } from '../../paths';

/** Goes on to the tenant's execution as soon as its workflow has begun, which takes an event's way there. */
export function AwaitExecution({
  registrationId,
  tenantName,
}: {
  registrationId: string;
  tenantName: string;
}) {
  const { query } = useAdminApi();
  const navigate = useNavigate();
  const executions = query.useQuery(
    'get',
    '/tenant-registrations/{id}/executions',
    { params: { path: { id: registrationId }, query: { limit: 1 } } },
    { refetchInterval: usePolling({ fastestMs: 500, slowestMs: 5_000 }) },
  );
  const name = executions.data?.data[0]?.name;
  useEffect(() => {
    if (name) void navigate(executionPath(registrationId, name), { replace: true });
  }, [name, registrationId, navigate]);
  if (executions.isError && !executions.data) {
    return <Failed error={executions.error} onRetry={() => void executions.refetch()} />;
  }
  return (
    <Container>
      <SpaceBetween size="s">
        <StatusIndicator type="in-progress">
          {tenantName} is registered; its onboarding begins
        </StatusIndicator>
        <Box color="text-body-secondary">
          This page goes on to the execution by itself.{' '}
          <PortalLink href={tenantPath(registrationId)}>Go to the tenant instead</PortalLink>
        </Box>
      </SpaceBetween>
    </Container>
  );
}
