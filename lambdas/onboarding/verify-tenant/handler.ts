import * as z from 'zod';
import { systemClock } from '../../shared/aws/wait-until';
import { routePlanSchema } from '../../shared/contracts/workflow';
import { taskHandler } from '../../shared/middleware/task';
import { verifyTenant } from './verify-tenant';

export const handler = taskHandler(
  z.looseObject({ plan: routePlanSchema }),
  verifyTenant({ fetch, clock: systemClock }),
);
