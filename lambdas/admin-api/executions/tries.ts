import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** The details, among the one of each event type, that tell of a try that failed. */
export const failureOf = (event: HistoryEvent): { error?: string; cause?: string } | undefined =>
  event.taskFailedEventDetails ??
  event.taskTimedOutEventDetails ??
  event.taskSubmitFailedEventDetails ??
  event.taskStartFailedEventDetails ??
  event.lambdaFunctionFailedEventDetails ??
  event.lambdaFunctionTimedOutEventDetails ??
  event.lambdaFunctionScheduleFailedEventDetails ??
  event.mapRunFailedEventDetails ??
  event.evaluationFailedEventDetails;

/** Events that begin a try of a state's task. */
export const isTry = (event: HistoryEvent): boolean =>
  event.type === 'TaskScheduled' || event.type === 'LambdaFunctionScheduled';

/** Events that tell a task's result. */
export const isSuccess = (event: HistoryEvent): boolean =>
  event.type === 'TaskSucceeded' || event.type === 'LambdaFunctionSucceeded';

/** A Lambda's cause is JSON with its stack trace: the message is what an operator reads, the log has the rest. */
export function readableCause(cause = ''): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) {
      return String(parsed.errorMessage);
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return cause;
}
