import { z } from 'zod';

/**
 * The environment every service shares. A value is a string, as in a task definition; numbers are read from it.
 * The same schema types the `environment` of the task definitions, so a missing variable fails the type check.
 */
export const commonEnv = z.object({
  PORT: z.string().regex(/^\d+$/).default('3010').transform(Number),
  SERVICE_NAME: z.string().min(1),
  /** `pooled`: every tenant of the tier calls this process. `silo`: one tenant does, and TENANT_ID says which. */
  TENANCY: z.enum(['pooled', 'silo']),
  TENANT_ID: z.string().min(1).optional(),
  AWS_REGION: z.string().min(1),
  USER_POOL_ID: z.string().min(1),
  APP_CLIENT_ID: z.string().min(1),
  /** Where keys are fetched from when not from Cognito's public endpoint: a private endpoint, or a local one. */
  JWKS_BASE_URL: z.url().optional(),
  /** Origin that browsers may call from. Tokens travel in a header, never in a cookie, so `*` gives nothing away. */
  CORS_ALLOWED_ORIGIN: z.string().min(1).default('*'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** What a service with a table needs beside: the table, and the role that narrows access to one tenant's keys. */
export const tableEnv = z.object({
  TABLE_NAME: z.string().min(1),
  /** Set where the table is shared between tenants: assumed with the session tag `tenant` (see TenantCredentials). */
  TENANT_DATA_ROLE_ARN: z.string().startsWith('arn:').optional(),
});

export type CommonEnv = z.infer<typeof commonEnv>;

/** A silo without its tenant's id would admit everybody of the pool: refuse to start. */
export function requireTenantOfSilo(env: { TENANCY: string; TENANT_ID?: string }): boolean {
  return env.TENANCY !== 'silo' || env.TENANT_ID !== undefined;
}

export const TENANT_OF_SILO = { path: ['TENANT_ID'], message: 'required when TENANCY is silo' };

/** The environment is not what the schema asks for; the message names each variable, never a value. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/**
 * Reads the environment through a schema.
 * @throws EnvironmentError naming every variable that is missing or wrong
 */
export function readEnv<T extends z.ZodType>(schema: T, source: NodeJS.ProcessEnv): z.infer<T> {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new EnvironmentError(`environment: ${problems.join('; ')}`);
}
