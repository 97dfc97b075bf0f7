import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { stepHandler } from '../../../../lambdas/shared/middleware/step';
import { acquireLock } from '../../../../lambdas/shared/registry/lock';
import { useLocalAws } from '../../../builders/local-aws';
import { useRegistry } from '../../../builders/registry-table';

const registry = useRegistry(useLocalAws(14701));
const input = z.object({
  plan: z.object({ tenant: z.object({ tenantId: z.string() }), executionArn: z.string() }),
});
const done: string[] = [];
const step = (executionArn: string) =>
  stepHandler(
    input,
    registry.context,
    async ({ plan }) => void done.push(plan.executionArn),
  )({ plan: { tenant: { tenantId: 't1' }, executionArn } }, {
    functionName: 'step',
    awsRequestId: 'i',
  } as Context);
const lockOf = (executionArn: string) =>
  acquireLock(registry.context, 't1', { operation: 'onboarding', executionArn }, async () => false);

beforeAll(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_TRACE_ENABLED = 'false';
});
beforeEach(() => void done.splice(0));

test("a step works for the execution that has the tenant's lock", async () => {
  await lockOf('arn:1');

  await step('arn:1');

  expect(done).toEqual(['arn:1']);
});

test('a step of an execution that was redriven after another had come changes nothing', async () => {
  await lockOf('arn:1');
  await lockOf('arn:2');

  await expect(step('arn:1')).rejects.toMatchObject({ name: 'OperationSupersededError' });

  expect(done).toEqual([]);
});
