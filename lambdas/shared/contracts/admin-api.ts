import * as z from 'zod';
import { emailSchema, tenantConfigText, tenantNameSchema } from './identifiers';
import { isReported, REPORTED } from './registry-items';
import { refuseReservedKeys, unreservedNames } from './reserved-keys';
import { tierSchema } from './tiers';

/** Any JSON: what clients may add to a tenant, and get back as it came. */
export const json = z.json();

/** Keys that a client may send but that only the control plane decides: they are dropped. */
const DECIDED_HERE = [
  'tenantId',
  'tenantRegistrationId',
  'sbtaws_active',
  'failure',
  'createdAt',
  'updatedAt',
  'cellId',
  'tenantConfig',
];

const withoutDecided = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !DECIDED_HERE.includes(key))) as T;

const statusSchema = z.string().min(1, 'must not be empty').max(128, 'must be at most 128 characters');

/**
 * Where a registration can begin: what only a workflow's end or a deletion makes true is not a client's to say, since
 * an onboarding of a tenant that is "Created" has nothing to do, and one of a tenant that is "Deleting" must not run.
 */
const firstStatusSchema = statusSchema
  .refine((status) => !isReported(status), {
    error: ({ input }) =>
      `must not be "${input}": the planes report that; leave it out, or send "In progress"`,
  })
  .meta({ not: { enum: REPORTED } });

/** Body of `POST /tenant-registrations`. Keys beyond the named ones are kept as they come. */
export const createRegistrationSchema = z.strictObject({
  tenantData: z
    .object({ tenantName: tenantNameSchema, email: emailSchema, tier: tierSchema })
    .catchall(json)
    .superRefine(refuseReservedKeys)
    .meta(unreservedNames)
    .transform(withoutDecided),
  tenantRegistrationData: z
    .object({ registrationStatus: firstStatusSchema.optional() })
    .catchall(json)
    .superRefine(refuseReservedKeys)
    .meta(unreservedNames)
    .transform(withoutDecided)
    .prefault({}),
  // Published clients send ids of their own; ours are made here.
  tenantId: json.optional(),
  tenantRegistrationId: json.optional(),
});
export type CreateRegistration = z.output<typeof createRegistrationSchema>;

/** Body of `PATCH /tenant-registrations/{id}`. Which facts stay as they are is decided with the row at hand. */
export const patchRegistrationSchema = z
  .strictObject({
    tenantData: z.object({ tenantConfig: tenantConfigText.optional() }).catchall(json).optional(),
    tenantRegistrationData: z
      .object({ registrationStatus: statusSchema.optional() })
      .catchall(json)
      .optional(),
  })
  .refine((body) => body.tenantData !== undefined || body.tenantRegistrationData !== undefined, {
    error: 'must have tenantData or tenantRegistrationData',
  })
  .meta({ minProperties: 1 });
export type PatchRegistration = z.output<typeof patchRegistrationSchema>;

/** A yes or no in a query, where all is text. */
export const booleanInQuery = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((word) => word === 'true');

/** Query of `DELETE /tenant-registrations/{id}`; what is not given is as configured. */
export const deleteQuerySchema = z.strictObject({
  /**
   * Whole days, from 0 to 350, for which the data is kept and the offboarding can be cancelled. An execution of Step
   * Functions lasts a year at most, and the removal comes after the wait.
   */
  retainDays: z
    .string()
    .regex(/^(?:\d|[1-9]\d|[12]\d\d|3[0-4]\d|350)$/, 'must be a whole number from 0 to 350')
    .transform(Number)
    .optional(),
  /** Whether the data is exported before it is deleted. */
  export: booleanInQuery.optional(),
});
export type DeleteQuery = z.output<typeof deleteQuerySchema>;

export const OPERATOR_ROLES = ['SystemAdmin', 'CustomerSupport'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];
const roleSchema = z.enum(OPERATOR_ROLES, { error: `must be one of ${OPERATOR_ROLES.join(', ')}` });

/** Name of an operator, as Cognito allows it less what cannot stand in a path. */
export const userNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$/,
    'must be 1 to 128 letters, digits or . _ @ + -, and begin with a letter or digit',
  );

export const createUserSchema = z.strictObject({
  userName: userNameSchema,
  userRole: roleSchema,
  email: emailSchema,
});
export type CreateUser = z.output<typeof createUserSchema>;

/** `userName` may be repeated, it cannot change. */
export const updateUserSchema = z
  .strictObject({
    userName: userNameSchema.optional(),
    userRole: roleSchema.optional(),
    email: emailSchema.optional(),
    /** False: may not sign in, and loses access within a minute. */
    enabled: z.boolean().optional(),
  })
  .refine(({ userRole, email, enabled }) => [userRole, email, enabled].some((value) => value !== undefined), {
    error: 'must have userRole, email or enabled',
  })
  .meta({ anyOf: ['userRole', 'email', 'enabled'].map((name) => ({ required: [name] })) });
export type UpdateUser = z.output<typeof updateUserSchema>;

/** Name of an execution, as Step Functions allows it for ours. */
export const executionNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/, 'must be the name of an execution');
