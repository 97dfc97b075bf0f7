import { offboardingInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { stepHandler } from '../../shared/middleware/step';
import { registryContext } from '../../shared/registry/client';
import { claimRemoval } from '../../shared/registry/offboarding';
import { environmentSchema } from './env';

const registry = registryContext(parseEnvironment(environmentSchema).REGISTRY_TABLE_NAME);

/** Ends the time in which the offboarding can be cancelled. Registry: UpdateItem (registration). */
export const handler = stepHandler(offboardingInputSchema, registry, async ({ plan }) => ({
  cancelled: !(await claimRemoval(registry, plan.tenant.tenantRegistrationId)),
}));
