import { offboardingInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { completeOffboarding } from './complete-offboarding';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);

export const handler = taskHandler(
  offboardingInputSchema,
  completeOffboarding({
    registry: registryContext(environment.REGISTRY_TABLE_NAME),
    exportBucket: environment.EXPORT_BUCKET_NAME,
  }),
);
