import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { operationsPath, tenantsPath } from '../../paths';
import type { Overview } from '../../types';
import { FailedOperations } from '../operations/failed-operations';
import { RunningOperations } from '../operations/running-operations';
import { Figure } from './figure';

/** Of each list so many are shown here; the operations page has the others. */
const SHOWN = 5;

/** What runs, and what has failed. */
export function OperationsSection({ running, failed, runningNow, failedLast }: Overview['operations']) {
  return (
    <Container header={<Header variant="h2">Operations</Header>}>
      <SpaceBetween size="l">
        <ColumnLayout columns={4} variant="text-grid" minColumnWidth={120}>
          <Figure label="Running" value={running} href={operationsPath('executions')} />
          <Figure
            label="Tenants whose last one failed"
            value={failed}
            href={tenantsPath({ failed: 'true' })}
          />
        </ColumnLayout>
        {runningNow.length > 0 && <RunningOperations rows={runningNow.slice(0, SHOWN)} />}
        {failedLast.length > 0 && <FailedOperations rows={failedLast.slice(0, SHOWN)} />}
      </SpaceBetween>
    </Container>
  );
}
