import * as z from 'zod';
import { SERVICES } from '../../shared/contracts/tiers';
import { jsonOf } from '../../shared/environment';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  VPC_ID: z.string(),
  /** Comma-separated private subnets of the tasks. */
  SUBNET_IDS: z.string().transform((ids) => ids.split(',')),
  /** What each service's task runs; cpu in Fargate units, memory in MiB. */
  SERVICES: jsonOf(
    z.record(
      z.enum(SERVICES),
      z.strictObject({
        image: z.string(),
        cpu: z.number().int(),
        memory: z.number().int(),
        desiredCount: z.number().int().positive(),
      }),
    ),
  ),
  /** Of the services' images. */
  CPU_ARCHITECTURE: z.enum(['ARM64', 'X86_64']),
  TASK_EXECUTION_ROLE_ARN: z.string(),
  /** Permissions boundary of every role that the workflow makes. */
  TASK_BOUNDARY_ARN: z.string(),
  /** Role that vends tenant-tagged credentials for the pooled tables. */
  TENANT_DATA_ROLE_ARN: z.string(),
  /** Where the users service writes who signed out. */
  SIGN_OUTS_TABLE_NAME: z.string(),
  /** Base URL of the pools' signing keys, where it is not Cognito's public one. */
  JWKS_BASE_URL: z.string().optional(),
  /** That browsers may call from. */
  CORS_ALLOWED_ORIGIN: z.string().optional(),
});
