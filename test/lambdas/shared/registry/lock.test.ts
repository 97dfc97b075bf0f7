import { OperationSupersededError, TenantBusyError } from '../../../../lambdas/shared/errors';
import { acquireLock, releaseLock, requireLock } from '../../../../lambdas/shared/registry/lock';
import { useLocalAws } from '../../../builders/local-aws';
import { useRegistry } from '../../../builders/registry-table';

const PORT = 15014;
const onboarding = (executionArn: string) => ({ operation: 'onboarding' as const, executionArn });
const runs = async () => true;
const ended = async () => false;

describe('the operation lock', () => {
  const registry = useRegistry(useLocalAws(PORT));

  it('is had by one of ten executions at once', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        acquireLock(registry.context, 't1', onboarding(`arn:${index}`), runs),
      ),
    );

    const refused = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(refused).toHaveLength(9);
    expect(refused.every(({ reason }) => reason instanceof TenantBusyError)).toBe(true);
  });

  it('is had again by the execution that has it: a retry or a redrive', async () => {
    await acquireLock(registry.context, 't1', onboarding('arn:1'), runs);

    await acquireLock(registry.context, 't1', onboarding('arn:1'), runs);

    expect(await registry.everything()).toMatchObject([{ executionArn: 'arn:1', operation: 'onboarding' }]);
  });

  it('is taken over from an execution that ended without giving it back', async () => {
    await acquireLock(registry.context, 't1', onboarding('arn:dead'), runs);

    await acquireLock(registry.context, 't1', onboarding('arn:2'), ended);

    expect(await registry.everything()).toMatchObject([{ executionArn: 'arn:2' }]);
  });

  it('is taken over by one only', async () => {
    await acquireLock(registry.context, 't1', onboarding('arn:dead'), runs);
    const isRunning = async (arn: string) => arn !== 'arn:dead';

    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        acquireLock(registry.context, 't1', onboarding(`arn:${index}`), isRunning),
      ),
    );

    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is left to an execution that was redriven while it was being taken over', async () => {
    await acquireLock(registry.context, 't1', onboarding('arn:redriven'), runs);
    let asked = 0;

    const taking = acquireLock(registry.context, 't1', onboarding('arn:2'), async () => ++asked > 1);

    await expect(taking).rejects.toThrow(TenantBusyError);
    expect(await registry.everything()).toMatchObject([{ executionArn: 'arn:redriven' }]);
  });

  it('is demanded of an execution that goes on: another that came meanwhile, or its end, supersedes it', async () => {
    await acquireLock(registry.context, 't1', onboarding('arn:1'), runs);
    await requireLock(registry.context, 't1', 'arn:1');

    await acquireLock(registry.context, 't1', { operation: 'offboarding', executionArn: 'arn:2' }, ended);
    await expect(requireLock(registry.context, 't1', 'arn:1')).rejects.toThrow(/offboarding arn:2/);

    await releaseLock(registry.context, 't1', 'arn:2');
    await expect(requireLock(registry.context, 't1', 'arn:1')).rejects.toThrow(OperationSupersededError);
  });

  it("is given back by its holder, and not by another's late try", async () => {
    await acquireLock(registry.context, 't1', onboarding('arn:1'), runs);

    await releaseLock(registry.context, 't1', 'arn:other');
    expect(await registry.everything()).toHaveLength(1);

    await releaseLock(registry.context, 't1', 'arn:1');
    expect(await registry.everything()).toEqual([]);
  });
});
