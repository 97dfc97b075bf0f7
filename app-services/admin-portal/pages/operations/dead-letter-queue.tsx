import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { number } from '../../../portal-shared/format/locale';
import { useOperator } from '../../operator';
import type { DeadLetterQueue as Queue } from '../../types';
import { LETTER_COLUMNS } from './letter-columns';
import { useRedrive } from './use-redrive';

/** A queue in which something waits; whoever may act sends again what is chosen, or all. */
export function DeadLetterQueue({ queue }: { queue: Queue }) {
  const { mayAct } = useOperator();
  const { busy, redrive } = useRedrive(queue);
  const [chosenIds, setChosenIds] = useState<readonly string[]>([]);
  // A message that is gone meanwhile is chosen no more.
  const chosen = queue.messages.filter(({ messageId }) => chosenIds.includes(messageId));
  return (
    <Table
      header={
        <Header
          variant="h2"
          counter={`(${number(queue.count)})`}
          description={`${queue.holds}.${queue.count > queue.messages.length ? ` The oldest ${number(queue.messages.length)} are shown.` : ''}`}
          actions={
            mayAct && (
              <SpaceBetween size="xs" direction="horizontal">
                <Button
                  disabled={chosen.length === 0 || busy}
                  onClick={() => {
                    redrive(chosen.map(({ messageId }) => messageId));
                    setChosenIds([]);
                  }}
                >
                  Redrive chosen
                </Button>
                <Button loading={busy} loadingText="Redriving" onClick={() => redrive()}>
                  Redrive all
                </Button>
              </SpaceBetween>
            )
          }
        >
          {queue.queue}
        </Header>
      }
      {...(mayAct && {
        selectionType: 'multi' as const,
        selectedItems: chosen,
        onSelectionChange: ({ detail }: { detail: { selectedItems: Queue['messages'] } }) =>
          setChosenIds(detail.selectedItems.map(({ messageId }) => messageId)),
      })}
      columnDefinitions={LETTER_COLUMNS}
      items={queue.messages}
      trackBy="messageId"
      wrapLines
      ariaLabels={{
        tableLabel: queue.queue,
        selectionGroupLabel: `Messages of ${queue.queue}`,
        allItemsSelectionLabel: () => 'Choose all that are shown',
        itemSelectionLabel: (_, { detailType, messageId }) => `Choose ${detailType ?? ''} ${messageId}`,
      }}
    />
  );
}
