import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { executionRuns } from '../../shared/aws/execution-runs';
import { namedTenantSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { cellReader } from '../../shared/footprint/read-cell';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { beginOnboarding } from './begin-onboarding';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);
const sfn = new SFNClient(CLIENT_SETTINGS);

const inputSchema = z.strictObject({
  tenant: namedTenantSchema,
  eventId: z.string(),
  executionArn: z.string(),
});

export const handler = taskHandler(
  inputSchema,
  beginOnboarding({
    registry: registryContext(environment.REGISTRY_TABLE_NAME),
    readCell: cellReader(new SSMClient(CLIENT_SETTINGS), environment.CELL_PARAMETER_PREFIX),
    isRunning: executionRuns(sfn),
    advancedClusterArn: environment.ADVANCED_CLUSTER_ARN,
  }),
);
