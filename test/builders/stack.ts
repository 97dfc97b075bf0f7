import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { clientConfig } from '../../scripts/local/engine';
import { until } from './until';

type Resources = Record<string, { Type: string; Properties?: unknown; DependsOn?: string | string[] }>;
type Outputs = Record<string, unknown>;

/** CloudFormation stacks written as resources and outputs, deployed to the local AWS on `port`. */
export function stacksOn(port: number) {
  const cloudFormation = new CloudFormationClient(clientConfig(port));

  async function settled(name: string): Promise<Stack> {
    return until(`stack ${name} to settle`, 10_000, async () => {
      const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
      const stack = Stacks?.[0];
      return stack && !stack.StackStatus?.endsWith('_IN_PROGRESS') ? stack : undefined;
    });
  }

  async function outputsOf(name: string, status: string): Promise<Record<string, string>> {
    const stack = await settled(name);
    if (stack.StackStatus !== status) {
      const { StackEvents } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: name }));
      const reasons = StackEvents?.filter((event) => event.ResourceStatus?.endsWith('_FAILED'));
      const lines = reasons?.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`);
      throw new Error([`${name} is ${stack.StackStatus}`, ...(lines ?? [])].join('\n'));
    }
    return Object.fromEntries(
      (stack.Outputs ?? []).map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']),
    );
  }

  function body(resources: Resources, outputs: Outputs): string {
    const values = Object.entries(outputs).map(([key, Value]) => [key, { Value }]);
    return JSON.stringify({ Resources: resources, Outputs: Object.fromEntries(values) });
  }

  const Capabilities = ['CAPABILITY_IAM' as const, 'CAPABILITY_NAMED_IAM' as const];
  return {
    /** The new stack's outputs. */
    async create(name: string, resources: Resources, outputs: Outputs = {}) {
      const TemplateBody = body(resources, outputs);
      await cloudFormation.send(new CreateStackCommand({ StackName: name, TemplateBody, Capabilities }));
      return outputsOf(name, 'CREATE_COMPLETE');
    },
    /** The changed stack's outputs. */
    async update(name: string, resources: Resources, outputs: Outputs = {}) {
      const TemplateBody = body(resources, outputs);
      await cloudFormation.send(new UpdateStackCommand({ StackName: name, TemplateBody, Capabilities }));
      return outputsOf(name, 'UPDATE_COMPLETE');
    },
    async delete(name: string) {
      await cloudFormation.send(new DeleteStackCommand({ StackName: name }));
      await until(`stack ${name} to be gone`, 10_000, () =>
        settled(name).then(
          (stack) => (stack.StackStatus === 'DELETE_COMPLETE' ? true : undefined),
          () => true,
        ),
      );
    },
  };
}

/** A Lambda of inline Node code and the role that it runs as, as resources of a stack. */
export function inlineLambda(id: string, code: string, statements: unknown[] = []): Resources {
  return {
    [`${id}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: statements.length
          ? [
              {
                PolicyName: 'inline',
                PolicyDocument: { Version: '2012-10-17', Statement: statements },
              },
            ]
          : [],
      },
    },
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
        Code: { ZipFile: code },
      },
    },
  };
}
