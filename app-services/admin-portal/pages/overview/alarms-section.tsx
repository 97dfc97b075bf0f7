import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { dateTime, number } from '../../../portal-shared/format/locale';
import { capitalized } from '../../../portal-shared/format/text';
import { Empty } from '../../../portal-shared/states/empty';
import type { Overview } from '../../types';

type Alarm = NonNullable<Overview['alarms']>[number];

const LOOKS: Record<Alarm['state'], { type: StatusIndicatorProps.Type; text: string }> = {
  ALARM: { type: 'error', text: 'In alarm' },
  OK: { type: 'success', text: 'OK' },
  INSUFFICIENT_DATA: { type: 'pending', text: 'No data yet' },
};

/** "OnboardingFailed" of the name that CloudFormation makes of it: `stack-AlarmsOnboardingFailed0FF2EE7F-484AC5AA0B101`. */
const shortName = (name: string): string => /-Alarms(.+)[0-9A-F]{8}-[0-9A-Z]+$/.exec(name)?.[1] ?? name;

/** Alarms of the deployment, those that alarm first; absent where CloudWatch could not be asked. */
export function AlarmsSection({ alarms }: { alarms: Alarm[] | undefined }) {
  const raised = alarms?.filter(({ state }) => state === 'ALARM').length;
  return (
    <Table
      header={
        <Header variant="h2" counter={raised === undefined ? undefined : `(${number(raised)} in alarm)`}>
          Alarms
        </Header>
      }
      columnDefinitions={[
        {
          id: 'name',
          minWidth: 180,
          header: 'Alarm',
          isRowHeader: true,
          cell: ({ name, consoleUrl }) => (
            <Link href={consoleUrl} external externalIconAriaLabel="Opens the AWS console in a new tab">
              {shortName(name)}
            </Link>
          ),
        },
        {
          id: 'state',
          minWidth: 150,
          header: 'State',
          cell: ({ state }) => (
            <StatusIndicator type={LOOKS[state].type}>{LOOKS[state].text}</StatusIndicator>
          ),
        },
        { id: 'since', minWidth: 150, header: 'Since', cell: ({ since }) => dateTime(since) },
        { id: 'problem', minWidth: 200, header: 'What it tells', cell: ({ problem }) => problem },
        { id: 'action', minWidth: 240, header: 'What to do', cell: ({ action }) => capitalized(action) },
      ]}
      items={alarms ?? []}
      trackBy="name"
      wrapLines
      ariaLabels={{ tableLabel: 'Alarms' }}
      empty={
        alarms ? (
          <Empty title="No alarms">This deployment has none.</Empty>
        ) : (
          <Empty title="Alarms are not known">CloudWatch could not be asked for their states.</Empty>
        )
      }
    />
  );
}
