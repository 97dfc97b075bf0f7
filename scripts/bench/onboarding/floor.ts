import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientConfig } from '../../local/engine';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * What Step Functions and Lambda alone take: executions of as many steps, one after the other, each an empty function.
 *
 * @param atOnce how many executions run side by side in each round
 * @returns milliseconds from the start to the end of each execution
 */
export async function measureFloor(
  port: number,
  steps: number,
  rounds: number,
  atOnce = 1,
): Promise<number[]> {
  const sfn = new SFNClient(clientConfig(port));
  const stateMachineArn = await deployEmptyWorkflow(port, steps, atOnce);
  const execute = async () => {
    const began = performance.now();
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    for (;;) {
      const { status, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'SUCCEEDED') return performance.now() - began;
      if (status !== 'RUNNING') throw new Error(`the empty workflow is ${status}: ${cause}`);
      await pause(10 * atOnce);
    }
  };
  const times: number[] = [];
  // The first starts the function's processes.
  for (let round = -1; round < rounds; round++) {
    const together = await Promise.all(Array.from({ length: atOnce }, execute));
    if (round >= 0) times.push(...together);
  }
  return times;
}

async function deployEmptyWorkflow(port: number, steps: number, atOnce: number): Promise<string> {
  const cloudFormation = new CloudFormationClient(clientConfig(port));
  const StackName = `bench-floor-${steps}-${atOnce}`;
  await cloudFormation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(emptyWorkflow(steps)),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  for (;;) {
    const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    if (stack?.StackStatus === 'CREATE_COMPLETE') return stack.Outputs?.[0]?.OutputValue ?? '';
    if (stack?.StackStatus !== 'CREATE_IN_PROGRESS') throw new Error(`${StackName} is ${stack?.StackStatus}`);
    await pause(10);
  }
}

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const role = (service: string, policies: object[] = []) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: policies,
  },
});

function emptyWorkflow(steps: number) {
  const names = Array.from({ length: steps }, (_, index) => `Step ${index + 1}`);
  const States = Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a substitution of CloudFormation
        Arguments: { FunctionName: '${EmptyArn}', Payload: {} },
        ...(names[index + 1] ? { Next: names[index + 1] } : { End: true }),
      },
    ]),
  );
  const invoke = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn('Empty') };
  return {
    Resources: {
      FunctionRole: role('lambda'),
      Empty: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: arn('FunctionRole'),
          Code: { ZipFile: 'exports.handler = async () => ({});' },
        },
      },
      WorkflowRole: role('states', [
        { PolicyName: 'invoke', PolicyDocument: { Version: '2012-10-17', Statement: [invoke] } },
      ]),
      Workflow: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          RoleArn: arn('WorkflowRole'),
          DefinitionString: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: names[0], States }),
          DefinitionSubstitutions: { EmptyArn: arn('Empty') },
        },
      },
    },
    Outputs: { Arn: { Value: { Ref: 'Workflow' } } },
  };
}
