import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { duration, instant } from '../../portal-shared/format/locale';
import type { Execution } from '../types';
import { Elapsed } from './elapsed';
import { EXECUTION_STATUSES } from './operation';
import { runs } from './use-execution';

/** The execution as a whole. */
export function ExecutionFacts({ execution }: { execution: Execution }) {
  const { status, startedAt, stoppedAt, redrives } = execution;
  const { type, label } = EXECUTION_STATUSES[status];
  const took = stoppedAt && (Date.parse(stoppedAt) - Date.parse(startedAt)) / 1_000;
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Status', value: <StatusIndicator type={type}>{label}</StatusIndicator> },
          { label: 'Started', value: instant(startedAt) },
          {
            label: runs(execution) ? 'Runs for' : 'Took',
            value: runs(execution) ? (
              <Elapsed since={startedAt} />
            ) : took === undefined ? (
              '–'
            ) : (
              duration(Number(took))
            ),
          },
          {
            label: 'Redrives',
            value: redrives.length === 0 ? 'None' : redrives.map((at) => instant(at)).join('; '),
          },
        ]}
      />
    </Container>
  );
}
