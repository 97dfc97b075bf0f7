import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { Failed } from '../../../portal-shared/states/failed';
import { Loading } from '../../../portal-shared/states/loading';
import { Checks } from './checks';
import { Plan } from './plan';
import type { usePreflight } from './use-preflight';

/** What onboarding would meet, make and cost as things stand. */
export function PreflightPanel({ result, preflight, asked, current }: ReturnType<typeof usePreflight>) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="What onboarding would meet, make and cost. Nothing has been made or reserved yet."
          info={!current && preflight && <StatusIndicator type="loading">Checking</StatusIndicator>}
        >
          Preflight
        </Header>
      }
    >
      <SpaceBetween size="m">
        {result.isError && <Failed error={result.error} onRetry={() => void result.refetch()} />}
        {preflight ? (
          <SpaceBetween size="l">
            <Checks checks={preflight.checks} asked={asked} />
            <Plan resources={preflight.resources} monthlyCost={preflight.monthlyCost} />
          </SpaceBetween>
        ) : (
          !result.isError && <Loading what="the preflight" />
        )}
      </SpaceBetween>
    </Container>
  );
}
