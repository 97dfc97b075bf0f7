import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OperatorOutput {
  userName: string;
  password: string;
  userPoolId: string;
  clientId: string;
}

export interface TenantOutput {
  tenantRegistrationId: string;
  tenantId: string;
  tenantName: string;
  tier: string;
  userName: string;
  password: string;
  userPoolId: string;
  appClientId: string;
  apiGatewayUrl: string;
}

/** `.local/outputs.json`: what other tools read of a running start. Its shape is a contract. */
export interface Outputs {
  endpointUrl: string;
  region: string;
  account: string;
  adminApiUrl: string;
  operator: OperatorOutput;
  cells: { apiUrl: string }[];
  tenants: TenantOutput[];
  stacks: Record<string, Record<string, string>>;
  pids: Record<string, number>;
}

const fileIn = (folder: string) => join(folder, 'outputs.json');

/** Written readable by its owner alone: it holds passwords. */
export function writeOutputs(folder: string, outputs: Outputs): void {
  rmSync(fileIn(folder), { force: true });
  writeFileSync(fileIn(folder), `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });
}

export function readOutputs(folder: string): Outputs | undefined {
  return existsSync(fileIn(folder))
    ? (JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Outputs)
    : undefined;
}

export const removeOutputs = (folder: string): void => rmSync(fileIn(folder), { force: true });
