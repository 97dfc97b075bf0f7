import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';

const NAME = 'workflow';

const policy = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

/**
 * Makes the role that the state machines of a test run as.
 * @param action what it may do, with everything; nothing where it is left out
 * @returns its ARN
 */
export async function makeWorkflowRole(
  config: ConstructorParameters<typeof IAMClient>[0],
  action?: string,
): Promise<string> {
  const iam = new IAMClient(config as object);
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: NAME,
      AssumeRolePolicyDocument: policy({
        Principal: { Service: 'states.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  if (action) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: NAME,
        PolicyName: 'allowed',
        PolicyDocument: policy({ Action: action, Resource: '*' }),
      }),
    );
  }
  return Role?.Arn ?? '';
}
