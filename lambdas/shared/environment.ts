import * as z from 'zod';

/** A JSON document in an environment variable, checked against its schema. */
export const jsonOf = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/**
 * The environment a function needs, as strings. CDK constructs take it as the type of `environment`, so a
 * variable that is missing there fails the compiler, not the first invocation.
 */
export type EnvironmentOf<S extends z.ZodType> = { [Name in keyof z.input<S>]: string };

/** Parses the process's environment once, at cold start; names every variable that is missing or wrong. */
export function parseEnvironment<S extends z.ZodType>(schema: S, environment = process.env): z.output<S> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`environment: ${problems.join('; ')}`);
}
