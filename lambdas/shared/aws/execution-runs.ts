import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwsError } from './errors';

/** Asks Step Functions whether an execution runs; one that it does not know any more does not. */
export const executionRuns =
  (sfn: SFNClient) =>
  async (executionArn: string): Promise<boolean> => {
    try {
      const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status === 'RUNNING' || status === 'PENDING_REDRIVE';
    } catch (error) {
      if (isAwsError(error, 'ExecutionDoesNotExist')) return false;
      throw error;
    }
  };
