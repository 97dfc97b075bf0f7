import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CliFailure } from '../failure';

/** `.local/outputs.json`, as far as this command line reads it; what a start adds beside is left alone. */
const outputsSchema = z.object({
  endpointUrl: z.url(),
  region: z.string(),
  account: z.string(),
  adminApiUrl: z.url(),
  operator: z.object({
    userName: z.string(),
    password: z.string(),
    userPoolId: z.string(),
    clientId: z.string(),
  }),
  tenants: z
    .array(
      z.object({
        tenantRegistrationId: z.string(),
        tenantId: z.string(),
        tenantName: z.string(),
        userName: z.string(),
        password: z.string(),
      }),
    )
    .default([]),
});
export type Outputs = z.infer<typeof outputsSchema>;
export type TenantOutput = Outputs['tenants'][number];

export const DEFAULT_OUTPUTS_FILE = join(__dirname, '../../../.local/outputs.json');

/** @returns undefined when there is no such file */
export function readOutputs(file: string): Outputs | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = outputsSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CliFailure(
    `${file} is not the outputs of a start: ${issue?.path.join('.') || 'content'}: ${issue?.message}`,
    'start again with scripts/start.sh, or name another file with --outputs',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // the schema says that the content is wrong
    throw error;
  }
}
