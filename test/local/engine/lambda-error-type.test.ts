import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { useLocalAws } from '../../builders/local-aws';
import { inlineLambda, stacksOn } from '../../builders/stack';
import { until } from '../../builders/until';

const PORT = 14614;
const aws = useLocalAws(PORT);

const CODE = `
  let invocations = 0;
  class TenantNameTaken extends Error { name = 'TenantNameTaken' }
  exports.handler = async ({ kind }) => {
    if (kind === 'renamed') throw Object.assign(new Error('busy'), { name: 'NotReadyYet' });
    console.error('Other: a line of the log that looks like an error');
    if (kind === 'typed') throw new TenantNameTaken('acme is taken: choose another name');
    if (kind === 'lines') throw new TenantNameTaken('first line\\nsecond line');
    if (kind === 'silent') throw new TenantNameTaken('');
    if (kind === 'built-in') return undefined.length;
    if (kind === 'text') throw 'just a string';
    return ++invocations;
  };`;
let outputs: Record<string, string>;

beforeAll(async () => {
  outputs = await stacksOn(PORT).create(
    'errors',
    {
      ...inlineLambda('Fail', CODE),
      WorkflowRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          },
          Policies: [
            {
              PolicyName: 'invoke',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Action: 'lambda:InvokeFunction',
                    Resource: { 'Fn::GetAtt': ['Fail', 'Arn'] },
                  },
                ],
              },
            },
          ],
        },
      },
    },
    { Fail: { Ref: 'Fail' }, Role: { 'Fn::GetAtt': ['WorkflowRole', 'Arn'] } },
  );
});

async function invoke(kind: string) {
  const { FunctionError: error, Payload } = await new LambdaClient(aws.config).send(
    new InvokeCommand({ FunctionName: outputs.Fail, Payload: JSON.stringify({ kind }) }),
  );
  return { error, payload: JSON.parse(Payload?.transformToString() ?? '') };
}

test.each([
  ['typed', 'TenantNameTaken', 'acme is taken: choose another name'],
  ['lines', 'TenantNameTaken', 'first line\nsecond line'],
  ['silent', 'TenantNameTaken', ''],
  ['renamed', 'NotReadyYet', 'busy'],
  ['text', 'string', 'just a string'],
  ['built-in', 'TypeError', "Cannot read properties of undefined (reading 'length')"],
])('names an error that is %s by its own name', async (kind, errorType, errorMessage) => {
  const { error, payload } = await invoke(kind);

  expect(error).toBe('Unhandled');
  expect(payload).toEqual({ errorType, errorMessage, trace: expect.any(Array) });
});

test('keeps the environment of a handler that threw', async () => {
  const before = (await invoke('none')).payload;
  await invoke('typed');

  expect((await invoke('none')).payload).toBe(before + 1);
});

test('is what Step Functions matches Catch on', async () => {
  const sfn = new SFNClient(aws.config);
  const definition = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Fail',
    States: {
      Fail: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: outputs.Fail, Payload: { kind: 'typed' } },
        Catch: [{ ErrorEquals: ['TenantNameTaken'], Output: 'recognised', Next: 'Done' }],
        End: true,
      },
      Done: { Type: 'Pass', End: true },
    },
  });
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name: 'catch', definition, roleArn: outputs.Role }),
  );
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));

  const execution = await until('the execution to end', 10_000, async () => {
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return found.status === 'RUNNING' ? undefined : found;
  });

  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '"recognised"' });
});
