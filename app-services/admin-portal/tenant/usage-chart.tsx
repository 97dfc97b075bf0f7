import MixedLineBarChart from '@cloudscape-design/components/mixed-line-bar-chart';
import { number } from '../../portal-shared/format/locale';
import type { Usage } from '../types';

/** "27 Nov": days are UTC's, as the plan counts them. */
const day = (date: Date): string =>
  new Intl.DateTimeFormat([...navigator.languages], {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(date);

/** A tenant's requests, day by day, with the plan's quota as a line. */
export function UsageChart({ days, quotaPerDay }: { days: Usage['days']; quotaPerDay: number }) {
  const dates = days.map(({ date }) => new Date(date));
  const bars = (title: string, countOf: (of: Usage['days'][number]) => number) => ({
    title,
    type: 'bar' as const,
    valueFormatter: (value: number) => number(value),
    data: days.map((each) => ({ x: new Date(each.date), y: countOf(each) })),
  });
  const most = Math.max(quotaPerDay, ...days.map(({ used, throttled }) => used + throttled));
  return (
    <MixedLineBarChart
      series={[
        bars('Admitted', ({ used }) => used),
        bars('Refused (429)', ({ throttled }) => throttled),
        {
          title: 'Daily quota',
          type: 'threshold',
          y: quotaPerDay,
          valueFormatter: (value: number) => number(value),
        },
      ]}
      stackedBars
      xScaleType="categorical"
      xDomain={dates}
      yDomain={[0, most * 1.1]}
      xTitle="Day (UTC)"
      yTitle="Requests"
      xTickFormatter={day}
      yTickFormatter={(value) => number(value)}
      height={220}
      hideFilter
      ariaLabel={`Requests of the last ${number(days.length)} days`}
      i18nStrings={{ chartAriaRoleDescription: 'bar chart', xTickFormatter: day }}
    />
  );
}
