import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';
import type { ExecutionSummary } from '../../shared/contracts/executions';
import type { ExecutionRecord } from '../../shared/contracts/registry-items';

/** The state of a recorded execution, asked of Step Functions. */
export interface Described {
  summary: ExecutionSummary;
  /** Why it failed, of an execution that did. */
  error?: string;
  cause?: string;
}

/** Step Functions forgets an execution after 90 days; the record then still tells that there was one. */
export async function describe(sfn: SFNClient, record: ExecutionRecord): Promise<Described> {
  const { name, executionArn, operation, startedAt } = record;
  const base = { name, executionArn, operation, consoleUrl: consoleUrl(executionArn) };
  try {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return {
      summary: {
        ...base,
        status: execution.status ?? 'EXPIRED',
        startedAt: (execution.startDate ?? new Date(startedAt)).toISOString(),
        ...(execution.stopDate ? { stoppedAt: execution.stopDate.toISOString() } : {}),
        redriveCount: execution.redriveCount ?? 0,
        redrivable: execution.redriveStatus === 'REDRIVABLE',
      },
      error: execution.error,
      cause: execution.cause,
    };
  } catch (error) {
    if (!isAwsError(error, 'ExecutionDoesNotExist')) throw error;
    return { summary: { ...base, status: 'EXPIRED', startedAt, redriveCount: 0, redrivable: false } };
  }
}

/** Page of an execution in the console. The ARN's fourth part is the region. */
export const consoleUrl = (executionArn: string): string => {
  const region = executionArn.split(':')[3];
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${executionArn}`;
};
