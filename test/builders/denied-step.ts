import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { clientConfig } from '../../scripts/local/engine';

/** Name of the one function of the product whose name fits. */
export async function functionNamed(port: number, fits: RegExp): Promise<string> {
  const found: string[] = [];
  for await (const page of paginateListFunctions({ client: new LambdaClient(clientConfig(port)) }, {})) {
    for (const { FunctionName = '' } of page.Functions ?? [])
      if (fits.test(FunctionName)) found.push(FunctionName);
  }
  if (found.length !== 1) throw new Error(`functions like ${fits}: ${found.join(', ') || 'none'}`);
  return found[0] as string;
}

/** Takes a right from a step's function; what it gives gives the right back. */
export async function denyStep(port: number, step: RegExp, Action: string): Promise<() => Promise<unknown>> {
  const iam = new IAMClient(clientConfig(port));
  const { Role } = await new LambdaClient(clientConfig(port)).send(
    new GetFunctionConfigurationCommand({ FunctionName: await functionNamed(port, step) }),
  );
  const policy = { RoleName: Role?.split('/').at(-1), PolicyName: `deny-${Action.split(':')[1]}` };
  const Statement = [{ Effect: 'Deny', Action, Resource: '*' }];
  await iam.send(
    new PutRolePolicyCommand({
      ...policy,
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
  return () => iam.send(new DeleteRolePolicyCommand(policy));
}
