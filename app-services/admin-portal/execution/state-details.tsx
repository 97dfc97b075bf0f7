import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { duration, instant, number } from '../../portal-shared/format/locale';
import type { TimelineEntry } from '../types';
import { Elapsed } from './elapsed';
import type { GraphNode } from './graph/definition';
import { NOT_REACHED, type StateSummary, statusOf } from './graph/history';
import { STATE_STATUSES } from './graph/status';
import { StateData } from './state-data';

export interface StateDetailsProps {
  /** Of the registration. */
  id: string;
  /** Of the execution. */
  name: string;
  node: GraphNode;
  summary?: StateSummary;
}

/** What is known of one state; of one that was entered several times, of each. */
export function StateDetails({ id, name, node, summary = NOT_REACHED }: StateDetailsProps) {
  const [chosen, setChosen] = useState<number>();
  const { entries, status } = summary;
  // Unless one was chosen, the one that tells most: what failed, else the last.
  const telling = entries.findLast((entry) => statusOf(entry) === status);
  const entry = entries.find(({ id: entryId }) => entryId === chosen) ?? telling ?? entries.at(-1);
  return (
    <Container
      header={
        <Header variant="h2" description={node.comment}>
          {node.id}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {entries.length > 1 && entry && (
          <Select
            ariaLabel="Which time it was entered"
            options={entries.map(optionOf)}
            selectedOption={optionOf(entry, entries.indexOf(entry))}
            onChange={({ detail }) => setChosen(Number(detail.selectedOption.value))}
          />
        )}
        {entry && <EntryFacts type={node.type} entry={entry} />}
        {entry?.error && (
          <Alert type={statusOf(entry) === 'recovered' ? 'warning' : 'error'} header={entry.error}>
            {entry.cause || 'No cause was given.'}
          </Alert>
        )}
        {entry && <StateData key={entry.id} id={id} name={name} entry={entry} />}
        {!entry && <Box color="text-body-secondary">The execution has not reached this state.</Box>}
      </SpaceBetween>
    </Container>
  );
}

/** "Iteration 1 · after redrive 1 · Failed": people count from one. */
function optionOf(entry: TimelineEntry, index: number) {
  const { iteration, redrive } = entry;
  const text = [
    iteration === undefined ? `Entry ${number(index + 1)}` : `Iteration ${number(iteration + 1)}`,
    ...(redrive > 0 ? [`after redrive ${number(redrive)}`] : []),
    STATE_STATUSES[statusOf(entry)].label,
  ].join(' · ');
  return { value: String(entry.id), label: text };
}

function EntryFacts({ type, entry }: { type: string; entry: TimelineEntry }) {
  const { entered, left, seconds, tries, redrive } = entry;
  const { type: indicator, label } = STATE_STATUSES[statusOf(entry)];
  const over = left !== undefined || !['running', 'retrying'].includes(entry.status);
  return (
    <KeyValuePairs
      columns={3}
      minColumnWidth={130}
      items={[
        { label: 'Status', value: <StatusIndicator type={indicator}>{label}</StatusIndicator> },
        { label: 'Time', value: timeOf(entered, seconds, over) },
        { label: 'Type', value: type },
        { label: 'Entered', value: instant(entered) },
        { label: 'Left', value: instant(left) },
        { label: 'Retries', value: number(Math.max(0, tries - 1)) },
        ...(redrive > 0 ? [{ label: 'Entered after redrive', value: number(redrive) }] : []),
      ]}
    />
  );
}

const timeOf = (entered: string, seconds: number | undefined, over: boolean) => {
  if (seconds !== undefined) return duration(seconds);
  return over ? '–' : <Elapsed since={entered} />;
};
