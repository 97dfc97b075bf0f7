import { offboardingInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { completeOffboarding } from './complete-offboarding';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(
  offboardingInputSchema,
  registry,
  completeOffboarding({
    registry,
    exportBucket: environment.EXPORT_BUCKET_NAME,
  }),
);
