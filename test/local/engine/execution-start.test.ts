import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { useLocalAws } from '../../builders/local-aws';
import { until } from '../../builders/until';
import { makeWorkflowRole } from '../../builders/workflow-role';

const aws = useLocalAws(14739);

test('an execution begins when it is started', async () => {
  const sfn = new SFNClient(aws.config);
  const roleArn = await makeWorkflowRole(aws.config);
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'passes',
      roleArn,
      definition: JSON.stringify({ StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } }),
    }),
  );

  const took: number[] = [];
  for (let run = 0; run < 10; run++) {
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    const { startDate, stopDate } = await until('the execution to end', 10_000, async () => {
      const found = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return found.status === 'SUCCEEDED' ? found : undefined;
    });
    took.push(Number(stopDate) - Number(startDate));
  }

  // The fastest, since other processes can slow any: with the pause none takes less than 150 ms.
  expect(Math.min(...took)).toBeLessThan(100);
});
