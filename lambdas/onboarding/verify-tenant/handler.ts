import { systemClock } from '../../shared/aws/wait-until';
import { identifiedInputSchema } from '../../shared/contracts/workflow';
import { taskHandler } from '../../shared/middleware/task';
import { verifyTenant } from './verify-tenant';

export const handler = taskHandler(identifiedInputSchema, verifyTenant({ fetch, clock: systemClock }));
