import type * as z from 'zod';
import type { RegistryContext } from '../registry/client';
import { requireLock } from '../registry/lock';
import { taskHandler } from './task';

/** What the plan of every workflow tells: whose footprint is changed, and by which execution. */
interface Planned {
  plan: { tenant: { tenantId: string }; executionArn: string };
}

/**
 * Handler of a step that changes a tenant's footprint: a task that does nothing unless its execution still has the
 * tenant's lock. Registry, before the work: GetItem (lock).
 *
 * @param input schema of what the state passes, with the workflow's plan
 * @throws OperationSupersededError, which no state machine tries again
 */
export const stepHandler = <S extends z.ZodType<Planned>, R>(
  input: S,
  registry: RegistryContext,
  work: (input: z.output<S>) => Promise<R>,
) =>
  taskHandler(input, async (given) => {
    const { tenant, executionArn } = given.plan;
    await requireLock(registry, tenant.tenantId, executionArn);
    return work(given);
  });
