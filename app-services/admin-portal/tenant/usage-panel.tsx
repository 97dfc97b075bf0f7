import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense } from 'react';
import { ApiError } from '../../portal-shared/api/errors';
import { dateTime, number } from '../../portal-shared/format/locale';
import { usePolling } from '../../portal-shared/queries/use-polling';
import { Empty } from '../../portal-shared/states/empty';
import { Failed } from '../../portal-shared/states/failed';
import { Loading } from '../../portal-shared/states/loading';
import { useAdminApi } from '../api';
import type { Footprint, Usage } from '../types';

/** Charts are 100 KB that nothing else needs; the rest of the page does not wait for them. */
const UsageChart = lazy(async () => ({ default: (await import('./usage-chart')).UsageChart }));

/** Whether there is a key by which its requests are counted: not before it is made, nor once it is gone. */
export const isMetered = ({ resources }: Footprint): boolean =>
  resources.some(({ type, state }) => type === 'UsagePlanKey' && state === 'created');

/** Requests against the tenant's plan, today and over 30 days. */
export function UsagePanel({ id }: { id: string }) {
  const { query } = useAdminApi();
  const asked = query.useQuery(
    'get',
    '/tenant-registrations/{id}/usage',
    { params: { path: { id }, query: { days: '30' } } },
    { refetchInterval: usePolling({ fastestMs: 5_000, slowestMs: 60_000 }) },
  );
  return (
    <Container header={<Header variant="h2">Usage</Header>}>
      {asked.isError && !asked.data ? (
        <NoUsage error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.data ? (
        <SpaceBetween size="l">
          <Today usage={asked.data.data} />
          <Suspense fallback={<Loading what="the chart" />}>
            <UsageChart days={asked.data.data.days} quotaPerDay={asked.data.data.plan.quotaPerDay} />
          </Suspense>
        </SpaceBetween>
      ) : (
        <Loading what="the usage" />
      )}
    </Container>
  );
}

/** The key may go at this moment. */
function NoUsage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 409) {
    return <Empty title="No usage">{error.message}</Empty>;
  }
  return <Failed error={error} onRetry={onRetry} />;
}

function Today({ usage: { plan, today, resetsAt } }: { usage: Usage }) {
  // More than the plan's where today was extended.
  const admitted = today.used + today.remaining;
  return (
    <SpaceBetween size="m">
      <ProgressBar
        label="Used today"
        value={admitted === 0 ? 100 : Math.min(100, Math.round((100 * today.used) / admitted))}
        additionalInfo={`${number(today.used)} of ${number(admitted)} requests; the quota begins anew ${dateTime(resetsAt)}`}
        {...(today.remaining === 0 ? { description: 'The quota is used up: requests are refused.' } : {})}
      />
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Left today', value: number(today.remaining) },
          { label: 'Refused today (429)', value: number(today.throttled) },
          {
            label: 'Plan',
            value: `${number(plan.rateLimit)} a second, bursts of ${number(plan.burstLimit)}`,
          },
          { label: 'Quota', value: `${number(plan.quotaPerDay)} a day` },
        ]}
      />
    </SpaceBetween>
  );
}
