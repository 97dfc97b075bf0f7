import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { getAccess } from '../../lambdas/shared/registry/access';
import { registryContext } from '../../lambdas/shared/registry/client';
import { readLedger } from '../../lambdas/shared/registry/ledger';
import { clientConfig } from '../../scripts/local/engine';
import { BusRecorder } from '../builders/bus-recorder';
import { denyStep } from '../builders/denied-step';
import { inventory } from '../builders/inventory';
import { buildTenant, Product } from '../builders/product';
import { until } from '../builders/until';

describe('what comes late', () => {
  let product: Product;
  let before: string[];
  beforeAll(async () => {
    product = await Product.open();
    before = await inventory(product.port);
  });
  const registry = () =>
    registryContext(product.registryTable, new DynamoDBClient(clientConfig(product.port)));

  it('a failed onboarding, redriven in the console once its tenant has left, builds nothing', async () => {
    const sfn = new SFNClient(clientConfig(product.port));
    const allow = await denyStep(product.port, /create-?storage/i, 'dynamodb:CreateTable');
    const { tenantRegistrationId: id, tenantId } = await product.register(buildTenant('premium'));
    const { failure } = await product.settled(id).finally(allow);
    await product.offboard(id);
    await product.reaches(id, 'Deleted');
    const { executionArn } = failure ?? {};

    await sfn.send(new RedriveExecutionCommand({ executionArn }));

    const ended = await until('the redriven execution ends', 60_000, async () => {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status !== 'RUNNING' && execution;
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'OperationSupersededError' });
    expect(await product.registration(id)).toMatchObject({
      registrationStatus: 'Deleted',
      sbtaws_active: false,
    });
    expect([await readLedger(registry(), tenantId), await getAccess(registry(), tenantId)]).toEqual([
      [],
      undefined,
    ]);
    expect(await inventory(product.port)).toEqual(before);
  }, 120_000);

  it('an order to delete that was taken back, sent again from a dead-letter queue, deletes nothing', async () => {
    const bus = await BusRecorder.start(product.port, product.busName);
    const client = await product.signIn(await product.onboard(buildTenant('basic')));
    const { tenantRegistrationId: id, tenantId } = client.tenant;
    await product.offboard(id, '?retainDays=1');
    const order = await bus.heard(
      'the order',
      ({ detail, 'detail-type': type }) =>
        type.endsWith('offboardingRequest') && detail.tenantId === tenantId,
    );
    const path = `/tenant-registrations/${id}`;
    await product.admin('POST', `${path}/cancel-offboarding`);
    await product.reaches(id, 'Created');
    // Its period would be over by then.
    const detail = { ...order.detail, offboarding: { retainUntil: '2026-01-01T00:00:00.000Z' } };
    await new EventBridgeClient(clientConfig(product.port)).send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: product.busName,
            Source: order.source,
            DetailType: order['detail-type'],
            Detail: JSON.stringify(detail),
            Time: new Date(Date.now() - 60_000),
          },
        ],
      }),
    );

    const executions = () =>
      product.admin<{ data: { operation: string; status: string }[] }>('GET', `${path}/executions`);
    await until('the late order has ended', 60_000, async () => {
      const offboardings = (await executions()).body.data.filter(
        ({ operation }) => operation === 'offboarding',
      );
      return offboardings.length === 2 && offboardings.every(({ status }) => status !== 'RUNNING');
    });
    expect((await product.registration(id)).registrationStatus).toBe('Created');
    expect((await client.call('GET', '/products')).status).toBe(200);

    await bus.stop();
    await product.offboard(id, '?retainDays=0');
    await product.reaches(id, 'Deleted');
    expect(await inventory(product.port)).toEqual(before);
  }, 120_000);
});
