import { identifiedInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { activateTenant } from './activate-tenant';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);

export const handler = taskHandler(
  identifiedInputSchema,
  activateTenant({ registry: registryContext(environment.REGISTRY_TABLE_NAME) }),
);
