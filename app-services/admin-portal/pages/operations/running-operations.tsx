import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { ago } from '../../../portal-shared/format/locale';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { Empty } from '../../../portal-shared/states/empty';
import { operationName } from '../../execution/operation';
import { executionPath, tenantPath } from '../../paths';
import type { Overview } from '../../types';

/** Executions that run, newest first. */
export const RunningOperations = ({ rows }: { rows: Overview['operations']['runningNow'] }) => (
  <Table
    variant="embedded"
    header={<Header variant="h3">Running now</Header>}
    columnDefinitions={[
      {
        id: 'execution',
        minWidth: 150,
        header: 'Execution',
        isRowHeader: true,
        cell: ({ tenantRegistrationId, executionName, operation }) => (
          <StatusIndicator type="in-progress">
            <PortalLink href={executionPath(tenantRegistrationId, executionName)}>
              {operationName(operation)}
            </PortalLink>
          </StatusIndicator>
        ),
      },
      {
        id: 'tenant',
        minWidth: 140,
        header: 'Tenant',
        cell: ({ tenantRegistrationId, tenantName }) => (
          <PortalLink href={tenantPath(tenantRegistrationId)}>{tenantName}</PortalLink>
        ),
      },
      { id: 'started', minWidth: 140, header: 'Began', cell: ({ startedAt }) => ago(startedAt) },
    ]}
    items={rows}
    trackBy="executionName"
    ariaLabels={{ tableLabel: 'Running now' }}
    empty={<Empty title="Nothing runs" />}
  />
);
