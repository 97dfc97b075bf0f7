import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { functionNamed } from '../../scripts/local/denied-step';
import { clientConfig } from '../../scripts/local/engine';
import { BusRecorder, type RecordedEvent } from '../builders/bus-recorder';
import { inventory } from '../builders/inventory';
import { buildTenant, Product } from '../builders/product';

describe('orders that cross each other', () => {
  let product: Product;
  let recorder: BusRecorder;
  let before: string[];
  beforeAll(async () => {
    product = await Product.open();
    recorder = await BusRecorder.start(product.port, product.busName);
    before = await inventory(product.port);
  });
  afterAll(() => recorder.stop());

  /** Delivers events again, all at once and with their ids, as EventBridge may. */
  const deliver = async (events: RecordedEvent[]): Promise<void> => {
    const lambda = new LambdaClient(clientConfig(product.port));
    const FunctionName = await functionNamed(product.port, /StartWorkflow/i);
    await Promise.all(
      events.map((event) => lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }))),
    );
  };
  const tenTimes = (event: RecordedEvent) => Array.from({ length: 10 }, () => event);
  const asked = (name: string, id: string) =>
    recorder.heard(
      name,
      (event) => event['detail-type'] === `sbt_aws_${name}` && event.detail.tenantRegistrationId === id,
    );

  it('make one footprint and remove one, though every event comes ten times', async () => {
    const { tenantRegistrationId: id } = await product.register(buildTenant('advanced'));
    const come = await asked('onboardingRequest', id);
    await deliver(tenTimes(come));
    await product.reaches(id, 'Created');
    const made = (await inventory(product.port)).filter((line) => !before.includes(line));

    await product.offboard(id);
    const leave = await asked('offboardingRequest', id);
    await deliver([...tenTimes(leave), ...tenTimes(come)].sort(() => Math.random() - 0.5));
    await product.reaches(id, 'Deleted');
    const { body } = await product.admin<{ data: { name: string }[] }>(
      'GET',
      `/tenant-registrations/${id}/executions`,
    );

    expect(new Set(made).size).toBe(made.length);
    expect(made.filter((line) => line.startsWith('Service '))).toHaveLength(3);
    expect(body.data.map(({ name }) => /-(on|off)boarding-/.exec(name)?.[1])).toEqual(['off', 'on']);
    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);

  it('end Deleted, with nothing left, when the tenant is to go while it is still being made', async () => {
    const { tenantRegistrationId: id } = await product.register(buildTenant('premium'));

    await product.offboard(id);
    await product.reaches(id, 'Deleted');

    expect(await inventory(product.port)).toEqual(before);
  }, 90_000);
});
