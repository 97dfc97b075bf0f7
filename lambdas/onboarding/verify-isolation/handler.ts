import { systemClock } from '../../shared/aws/wait-until';
import { planInputSchema } from '../../shared/contracts/workflow';
import { taskHandler } from '../../shared/middleware/task';
import { verifyIsolation } from './verify-isolation';

export const handler = taskHandler(planInputSchema, verifyIsolation({ fetch, clock: systemClock }));
