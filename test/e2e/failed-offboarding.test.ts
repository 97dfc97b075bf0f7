import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { replayName } from '../../lambdas/admin-api/operations/start-anew';
import type { DeadLetterQueue } from '../../lambdas/shared/contracts/upkeep';
import { clientConfig } from '../../scripts/local/engine';
import { denyStep } from '../builders/denied-step';
import { inventory } from '../builders/inventory';
import { buildTenant, Product } from '../builders/product';
import { until } from '../builders/until';

describe('offboarding in the face of failures', () => {
  let product: Product;
  let before: string[];
  beforeAll(async () => {
    product = await Product.open();
    before = await inventory(product.port);
  });

  it('leaves no trace of a tenant whose onboarding failed half-way', async () => {
    const allow = await denyStep(product.port, /create-?storage/i, 'dynamodb:CreateTable');
    const { tenantRegistrationId: id } = await product.register(buildTenant('premium'));
    const failed = await product.settled(id).finally(allow);

    await product.offboard(id);
    const gone = await product.reaches(id, 'Deleted');

    expect(failed.registrationStatus).toBe('Failed to provision');
    expect(gone).not.toHaveProperty('failure');
    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);

  it('shows where a removal failed, and goes on from there by a replay', async () => {
    const { tenantRegistrationId: id } = await product.onboard(buildTenant('premium'));
    const allow = await denyStep(product.port, /remove-?data/i, 'dynamodb:DeleteTable');
    await product.offboard(id);
    const { failure } = await product.reaches(id, 'Failed to deprovision').finally(allow);

    const replay = await product.admin('POST', `/tenant-registrations/${id}/replay`);
    await product.reaches(id, 'Deleted');

    expect(failure).toEqual({
      state: "Remove the tenant's data",
      error: expect.stringMatching(/AccessDenied/),
      cause: expect.stringContaining('dynamodb:DeleteTable'),
      executionArn: expect.stringContaining(':execution:tenant-offboarding:'),
    });
    expect(replay).toMatchObject({
      status: 202,
      body: { data: { replay: 'redriven', executionArn: failure?.executionArn } },
    });
    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);

  it('runs again where it succeeded and its result was given up; the result itself, sent again, changes nothing', async () => {
    const { tenantRegistrationId: id } = await product.onboard(buildTenant('basic'));
    const allow = await denyStep(product.port, /apply-?provision-?result/i, 'dynamodb:UpdateItem');
    await product.offboard(id);
    const givenUp = await until('the result is given up', 60_000, () => resultOf(id)).finally(allow);
    const replay = await product.admin<{ message: string }>('POST', `/tenant-registrations/${id}/replay`);

    await startAnew(id);
    await product.reaches(id, 'Deleted');
    const sent = await product.admin('POST', '/dead-letters/redrive', {
      queue: 'results',
      messageIds: [givenUp.messageId],
    });

    // The API starts it once nobody can wait for the result any more; what it starts is the same.
    expect(replay.status).toBe(409);
    expect(replay.body.message).toContain('saas dlq redrive results');
    expect(sent.body).toMatchObject({
      data: { messages: [{ messageId: givenUp.messageId, outcome: 'sent' }] },
    });
    expect(await resultOf(id)).toBeUndefined();
    expect((await product.registration(id)).registrationStatus).toBe('Deleted');
    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);

  /** The tenant's letter in the queue of results that were given up. */
  async function resultOf(id: string) {
    const { body } = await product.admin<{ data: DeadLetterQueue[] }>('GET', '/dead-letters');
    const messages = body.data.find(({ queue }) => queue === 'results')?.messages ?? [];
    return messages.find(({ tenantRegistrationId }) => tenantRegistrationId === id);
  }

  /** The newest execution once more with its input, as a replay starts it. */
  async function startAnew(id: string): Promise<void> {
    const { body } = await product.admin<{ data: { executionArn: string; name: string; status: string }[] }>(
      'GET',
      `/tenant-registrations/${id}/executions`,
    );
    const [newest] = body.data;
    if (newest?.status !== 'SUCCEEDED') throw new Error(`the newest execution is ${newest?.status}`);
    const sfn = new SFNClient(clientConfig(product.port));
    const { executionArn } = newest;
    const { stateMachineArn, input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    await sfn.send(new StartExecutionCommand({ stateMachineArn, input, name: replayName(newest.name) }));
  }
});
