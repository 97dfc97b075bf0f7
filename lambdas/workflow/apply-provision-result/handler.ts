import * as z from 'zod';
import { parseEnvironment } from '../../shared/environment';
import { taskHandler } from '../../shared/middleware/task';
import { logger } from '../../shared/observability';
import { registryContext } from '../../shared/registry/client';
import { applyProvisionResult } from './apply-provision-result';
import { environmentSchema } from './env';

const registry = registryContext(parseEnvironment(environmentSchema).REGISTRY_TABLE_NAME);

export const handler = taskHandler(z.unknown(), async (event) => {
  const applied = await applyProvisionResult(registry, event);
  // A report on a tenant that is not ours would be as unknown at the next try: told, not tried again.
  if (applied.outcome === 'applied') logger.info('result applied', applied);
  else logger.warn('result passed over', applied);
  return applied;
});
