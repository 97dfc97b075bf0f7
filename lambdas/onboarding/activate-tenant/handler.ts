import { identifiedInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { activateTenant } from './activate-tenant';
import { environmentSchema } from './env';

const environment = parseEnvironment(environmentSchema);

const registry = registryContext(environment.REGISTRY_TABLE_NAME);

export const handler = stepHandler(identifiedInputSchema, registry, activateTenant({ registry }));
