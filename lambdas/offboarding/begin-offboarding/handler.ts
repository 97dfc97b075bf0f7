import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { executionRuns } from '../../shared/aws/execution-runs';
import { leavingSchema, namedTenantSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { cellReader } from '../../shared/footprint/read-cell';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { beginOffboarding } from './begin-offboarding';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);

const inputSchema = z.strictObject({
  tenant: namedTenantSchema,
  executionArn: z.string(),
  offboarding: leavingSchema.optional(),
  requestedAt: z.string().optional(),
});

export const handler = taskHandler(
  inputSchema,
  beginOffboarding({
    registry: registryContext(environment.REGISTRY_TABLE_NAME),
    readCell: cellReader(new SSMClient(CLIENT_SETTINGS), environment.CELL_PARAMETER_PREFIX),
    isRunning: executionRuns(new SFNClient(CLIENT_SETTINGS)),
    advancedClusterArn: environment.ADVANCED_CLUSTER_ARN,
    defaults: { retainDays: environment.RETAIN_DAYS, exportFirst: environment.EXPORT_FIRST },
  }),
);
