import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';

/** A stack by its name; undefined when there is none. */
export async function describeStack(
  client: CloudFormationClient,
  StackName: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0];
  } catch (error) {
    // CloudFormation's way to say that there is none; it has no error name of its own for that.
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}

/** Outputs of those of the stacks that are there. */
export async function stackOutputs(
  client: CloudFormationClient,
  stacks: readonly string[],
): Promise<Map<string, string>> {
  const found = await Promise.all(stacks.map((name) => describeStack(client, name)));
  return new Map(
    found.flatMap((stack) =>
      (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const),
    ),
  );
}
