import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';

/** The most that Step Functions gives at once. An execution of 60 states has some 300 events. */
const PAGE = 1000;

/**
 * An execution's whole history, oldest first; none of one that Step Functions has forgotten.
 * @param withData also states' inputs and outputs, which are most of its size
 */
export async function readHistory(
  sfn: SFNClient,
  executionArn: string,
  withData = false,
): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const page = await sfn.send(
        new GetExecutionHistoryCommand({
          executionArn,
          maxResults: PAGE,
          includeExecutionData: withData,
          nextToken,
        }),
      );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
  } catch (error) {
    if (!isAwsError(error, 'ExecutionDoesNotExist')) throw error;
  }
  return events;
}
