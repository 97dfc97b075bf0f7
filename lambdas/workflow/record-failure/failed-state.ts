import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';

/** The most that Step Functions gives at once; an onboarding has about 150 events. */
const PAGE = 1_000;

/** In each state machine that tells of its success, the state that does. */
const SUCCESS_TOLD = 'Publish the success';

/**
 * Whether an execution has told of its success before it ended. Only the lock's release comes after it, some 20 events
 * with all retries: the newest page has them.
 */
export async function toldSuccess(sfn: SFNClient, executionArn: string): Promise<boolean> {
  const { events = [] } = await sfn.send(
    new GetExecutionHistoryCommand({
      executionArn,
      reverseOrder: true,
      maxResults: PAGE,
      includeExecutionData: false,
    }),
  );
  return events.some(({ stateExitedEventDetails }) => stateExitedEventDetails?.name === SUCCESS_TOLD);
}

/**
 * Name of the state in which an execution ended: from its last event back, each event's predecessor, to the first
 * that entered a state. So of states that ran side by side it is the one that failed.
 */
export async function failedState(sfn: SFNClient, executionArn: string): Promise<string> {
  const events = new Map<number, HistoryEvent>();
  let lastEntered: string | undefined;
  let wanted: number | undefined;
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({
        executionArn,
        reverseOrder: true,
        maxResults: PAGE,
        includeExecutionData: false,
        nextToken,
      }),
    );
    for (const event of page.events ?? []) {
      if (event.id === undefined) continue;
      events.set(event.id, event);
      wanted ??= event.id;
      lastEntered ??= event.stateEnteredEventDetails?.name;
    }
    for (let event = events.get(wanted ?? 0); event; event = events.get(wanted)) {
      const name = event.stateEnteredEventDetails?.name;
      if (name) return name;
      wanted = event.previousEventId ?? 0;
    }
    nextToken = page.nextToken;
  } while (nextToken && wanted);
  // An execution that was stopped has no predecessor to its last event: the state that was entered last.
  return lastEntered ?? 'before the first state';
}
