import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwsError } from './errors';

/** Asks Step Functions how an execution stands; undefined for one that it does not know any more. */
export const executionStatus =
  (sfn: SFNClient) =>
  async (executionArn: string): Promise<string | undefined> => {
    try {
      return (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
    } catch (error) {
      if (isAwsError(error, 'ExecutionDoesNotExist')) return undefined;
      throw error;
    }
  };

/** Asks Step Functions whether an execution runs; one that it does not know any more does not. */
export const executionRuns = (sfn: SFNClient) => {
  const statusOf = executionStatus(sfn);
  return async (executionArn: string): Promise<boolean> => {
    const status = await statusOf(executionArn);
    return status === 'RUNNING' || status === 'PENDING_REDRIVE';
  };
};
