import { parseEnvironment } from '../../shared/environment';
import { jobHandler } from '../../shared/middleware/job';
import { registryContext } from '../../shared/registry/client';
import { countThrottled, subscriptionSchema } from './count-throttled';
import { environmentSchema } from './env';

const env = parseEnvironment(environmentSchema);

/** Subscribed to the access logs of the tenants' API, refusals alone. */
export const handler = jobHandler(
  subscriptionSchema,
  countThrottled(registryContext(env.REGISTRY_TABLE_NAME)),
);
