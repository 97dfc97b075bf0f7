import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { useLocalAws } from '../../builders/local-aws';
import { inlineLambda, stacksOn } from '../../builders/stack';
import { until } from '../../builders/until';

const PORT = 14617;
const aws = useLocalAws(PORT);
const ARN = 'us-east-1:000000000000';
let functionArn: string;

beforeAll(async () => {
  const code = 'exports.handler = async () => "ran";';
  const outputs = await stacksOn(PORT).create('work', inlineLambda('Work', code), {
    Arn: { 'Fn::GetAtt': ['Work', 'Arn'] },
  });
  functionArn = outputs.Arn ?? '';
  await new EventBridgeClient(aws.config).send(new CreateEventBusCommand({ Name: 'tenants' }));
});

let machines = 0;
/** How a task ends under a role that may do just this. */
async function outcome(task: object, grants: { Action: string; Resource: string }[]) {
  const name = `machine-${machines++}`;
  const iam = new IAMClient(aws.config);
  const Principal = { Service: 'states.amazonaws.com' };
  const trust = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  const document = (Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(trust) }),
  );
  const PolicyDocument = document(grants.map((grant) => ({ Effect: 'Allow', ...grant })));
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'given', PolicyDocument }));
  const sfn = new SFNClient(aws.config);
  const States = { Task: { Type: 'Task', End: true, ...task } };
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Task', States });
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name, definition, roleArn: Role?.Arn }),
  );
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  return until('the execution to end', 10_000, async () => {
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return found.status === 'RUNNING' ? undefined : found;
  });
}

const invoke = () => ({
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: functionArn, Payload: {} },
});
const publish = () => ({
  Resource: 'arn:aws:states:::events:putEvents',
  Arguments: { Entries: [{ EventBusName: 'tenants', Source: 's', DetailType: 't', Detail: {} }] },
});

test.each([
  ['invoke a function', invoke, () => ({ Action: 'lambda:InvokeFunction', Resource: functionArn })],
  [
    'publish',
    publish,
    () => ({ Action: 'events:PutEvents', Resource: `arn:aws:events:${ARN}:event-bus/tenants` }),
  ],
])('a task may %s only if its state machine’s role may', async (_case, task, grant) => {
  const { Action, Resource } = grant();

  expect(await outcome(task(), [{ Action, Resource }])).toMatchObject({ status: 'SUCCEEDED' });
  expect(await outcome(task(), [{ Action, Resource: `${Resource}-other` }])).toMatchObject({
    status: 'FAILED',
    error: 'States.Permissions',
    cause: expect.stringContaining(`${Action} on resource: ${Resource}`),
  });
});
