import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { clientConfig } from './engine';

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

/** A right that a step's function is denied, whatever its other policies allow. */
export interface Denial {
  /** By its function's name. */
  step: RegExp;
  action: string;
  /** @default any */
  resource?: string;
}

const nameOf = ({ action }: Denial): string => `deny-${action.split(':')[1]}`;

async function roleOf(port: number, { step }: Denial): Promise<string | undefined> {
  const { Role } = await new LambdaClient(clientConfig(port)).send(
    new GetFunctionConfigurationCommand({ FunctionName: await functionNamed(port, step) }),
  );
  return Role?.split('/').at(-1);
}

/** Denies the right, with the root credentials of the local AWS. Done again, it takes the place of the former. */
export async function deny(port: number, denial: Denial): Promise<void> {
  const Statement = [{ Effect: 'Deny', Action: denial.action, Resource: denial.resource ?? '*' }];
  await new IAMClient(clientConfig(port)).send(
    new PutRolePolicyCommand({
      RoleName: await roleOf(port, denial),
      PolicyName: nameOf(denial),
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
}

/** Gives the right back. Done again, or without a denial, it changes nothing. */
export async function allow(port: number, denial: Denial): Promise<void> {
  const policy = { RoleName: await roleOf(port, denial), PolicyName: nameOf(denial) };
  await new IAMClient(clientConfig(port)).send(new DeleteRolePolicyCommand(policy)).catch((error: Error) => {
    if (!error.name.startsWith('NoSuchEntity')) throw error;
  });
}
