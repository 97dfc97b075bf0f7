import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import MixedLineBarChart from '@cloudscape-design/components/mixed-line-bar-chart';
import { dayAndMonth, number } from '../../../portal-shared/format/locale';
import type { DayOfUsage } from '../../plan/plan';

/** Room above the highest bar, which would else touch the frame. */
const HEADROOM = 1.1;
/** Requests are whole: an axis that ends below has the same number twice. */
const LEAST = 10;

export function UsageChart({ days, quotaPerDay }: { days: DayOfUsage[]; quotaPerDay: number }) {
  const highest = Math.max(LEAST, ...days.map(({ used, throttled }) => used + throttled));
  // A quota far above all use would press the bars flat.
  const showsQuota = quotaPerDay <= highest * 3;
  const top = Math.max(highest, showsQuota ? quotaPerDay : 0) * HEADROOM;
  return (
    <Container
      header={
        <Header variant="h2" description="Days in UTC.">
          The last {days.length} days
        </Header>
      }
    >
      <MixedLineBarChart<string>
        series={[
          {
            title: 'Admitted',
            type: 'bar',
            data: days.map(({ date, used }) => ({ x: date, y: used })),
            valueFormatter: (value) => number(value),
          },
          {
            title: 'Refused',
            type: 'bar',
            data: days.map(({ date, throttled }) => ({ x: date, y: throttled })),
            valueFormatter: (value) => number(value),
          },
          ...(showsQuota
            ? [
                {
                  title: 'Quota',
                  type: 'threshold' as const,
                  y: quotaPerDay,
                  valueFormatter: (value: number) => number(value),
                },
              ]
            : []),
        ]}
        stackedBars
        xScaleType="categorical"
        xDomain={days.map(({ date }) => date)}
        yDomain={[0, top]}
        xTickFormatter={dayAndMonth}
        yTickFormatter={(value) => number(Math.round(value))}
        detailPopoverSeriesContent={({ series, y }) => ({ key: series.title, value: number(y) })}
        xTitle="Day"
        yTitle="Requests"
        height={260}
        hideFilter
        ariaLabel="Requests a day"
        ariaDescription="Admitted and refused requests of each day, as stacked bars."
        empty={<Box textAlign="center">Nothing was asked for yet.</Box>}
      />
    </Container>
  );
}
