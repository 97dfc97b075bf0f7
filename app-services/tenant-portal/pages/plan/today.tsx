import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { dateTime, number } from '../../../portal-shared/format/locale';
import { TIER_NAMES } from '../../../portal-shared/format/text';
import type { Plan } from '../../plan/plan';

/** How much of today's requests is used, in percent. An operator may have extended the day beyond the quota. */
export const usedPercent = ({ today }: Plan): number => {
  const all = today.used + today.remaining;
  return all === 0 ? 0 : Math.round((100 * today.used) / all);
};

const Figure = ({ value }: { value: number }) => <Box variant="awsui-value-large">{number(value)}</Box>;

export function Today({ plan }: { plan: Plan }) {
  const { today } = plan;
  const { tier, rateLimit, burstLimit, quotaPerDay } = plan.plan;
  const allowed = today.used + today.remaining;
  return (
    <Container header={<Header variant="h2">Today</Header>}>
      <SpaceBetween size="l">
        <ProgressBar
          value={usedPercent(plan)}
          label="Requests used"
          description={`${number(today.used)} of ${number(allowed)}`}
          additionalInfo={
            allowed > quotaPerDay
              ? `Extended for today; otherwise ${number(quotaPerDay)} a day.`
              : `The next day begins at ${dateTime(plan.resetsAt)}.`
          }
          status={today.remaining === 0 ? 'error' : 'in-progress'}
          resultText={`All ${number(allowed)} requests are used.`}
        />
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Requests left today', value: <Figure value={today.remaining} /> },
            { label: 'Requests refused today', value: <Figure value={today.throttled} /> },
            { label: 'Requests a second', value: <Figure value={rateLimit} /> },
            { label: 'At once, in a burst', value: <Figure value={burstLimit} /> },
          ]}
        />
        <Box color="text-body-secondary">
          {TIER_NAMES[tier]} plan: {number(quotaPerDay)} requests a day, counted from midnight to midnight
          UTC.
        </Box>
      </SpaceBetween>
    </Container>
  );
}
