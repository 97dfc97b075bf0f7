import { randomUUID } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import {
  ChangeMessageVisibilityCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { ACCOUNT, clientConfig, REGION } from '../../scripts/local/engine';
import { BusRecorder } from '../builders/bus-recorder';
import { inventory } from '../builders/inventory';
import { buildTenant, Product } from '../builders/product';
import { until } from '../builders/until';

const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:tenant-onboarding`;

describe('with a foreign control plane', () => {
  let product: Product;
  let recorder: BusRecorder;
  const publish = async (detail: unknown, over: { source?: string; type?: string } = {}) => {
    const bus = new EventBridgeClient(clientConfig(product.port));
    const { FailedEntryCount } = await bus.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: product.busName,
            Source: over.source ?? 'sbt.control.plane',
            DetailType: over.type ?? 'sbt_aws_onboardingRequest',
            Detail: JSON.stringify(detail),
          },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(0);
  };
  const executionsOf = async (tenantName: string) => {
    const sfn = new SFNClient(clientConfig(product.port));
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: MACHINE, maxResults: 1_000 }),
    );
    return executions.filter((execution) => execution.name?.startsWith(`${tenantName}-onboarding-`));
  };

  beforeAll(async () => {
    product = await Product.open();
    recorder = await BusRecorder.start(product.port, product.busName);
  });
  afterAll(() => recorder.stop());

  it('its onboardingRequest provisions a tenant that signs in and works', async () => {
    const tenant = buildTenant('ADVANCED');
    const ids = { tenantId: randomUUID(), tenantRegistrationId: randomUUID() };

    await publish({
      ...tenant,
      ...ids,
      sbtaws_active: true,
      registrationStatus: 'In progress',
      region: 'kept',
    });
    const done = await recorder.heard(
      'provisionSuccess',
      (event) =>
        event['detail-type'] === 'sbt_aws_provisionSuccess' &&
        event.detail.tenantRegistrationId === ids.tenantRegistrationId,
    );
    const row = await product.settled(ids.tenantRegistrationId);
    const client = await product.signIn(await product.asAdmin(ids, tenant));
    const answer = await client.call('GET', '/orders');

    expect(done.source).toBe('sbt.application.plane');
    expect(row.registrationStatus).toBe('Created');
    expect([answer.status, answer.body]).toEqual([200, []]);
  }, 120_000);

  it('an event delivered twice, or sent again, makes one footprint', async () => {
    const tenant = buildTenant('basic');
    const detail = { ...tenant, tenantId: randomUUID(), tenantRegistrationId: randomUUID() };

    await Promise.all([publish(detail), publish(detail), publish(detail)]);
    await until('it is created', 60_000, async () => {
      const { body } = await product.admin<{ data?: { registrationStatus: string } }>(
        'GET',
        `/tenant-registrations/${detail.tenantRegistrationId}`,
      );
      return body.data?.registrationStatus === 'Created';
    });
    await publish(detail);
    await until('nothing of it runs', 60_000, async () =>
      (await executionsOf(tenant.tenantName)).every((each) => each.status === 'SUCCEEDED'),
    );

    const made = await inventory(product.port);
    expect(
      made.filter((line) => line.startsWith('ApiKey ') && line.includes(tenant.tenantName)),
    ).toHaveLength(1);
    expect(made.filter((line) => line.startsWith('User ') && line.includes(tenant.email))).toHaveLength(1);
    const { body } = await product.admin<{ data: { registrationStatus: string } }>(
      'GET',
      `/tenant-registrations/${detail.tenantRegistrationId}`,
    );
    expect(body.data.registrationStatus).toBe('Created');
  }, 90_000);

  it.each([
    [
      'without a tenant id',
      () => ({ ...buildTenant('basic'), tenantRegistrationId: randomUUID() }),
      /tenantId/,
    ],
    [
      'with an unknown tier',
      () => ({ ...buildTenant('gold'), tenantId: randomUUID(), tenantRegistrationId: randomUUID() }),
      /tier/,
    ],
    [
      'with a name in capitals',
      () => ({
        ...buildTenant('basic'),
        tenantName: 'ACME',
        tenantId: randomUUID(),
        tenantRegistrationId: randomUUID(),
      }),
      /tenantName/,
    ],
    ['that is no object', () => ['x'], /./],
  ])('an event %s ends in the queue of rejected events, with its reason', async (_what, detail, reason) => {
    const before = await inventory(product.port);
    const marker = randomUUID();
    const body = detail();

    await publish(Array.isArray(body) ? [marker] : { ...body, marker });
    const message = await until('the rejected event', 60_000, () => rejected(product.port, marker));

    expect(message).toMatch(reason);
    expect(await inventory(product.port)).toEqual(before);
  });

  it('an event with the id of a tenant that exists is rejected and changes nothing', async () => {
    const owner = await product.onboard(buildTenant('basic'));
    const before = await inventory(product.port);
    const intruder = {
      ...buildTenant('premium'),
      tenantId: owner.tenantId,
      tenantRegistrationId: randomUUID(),
    };

    await publish(intruder);
    await until('the rejected event', 60_000, () => rejected(product.port, intruder.tenantName));

    const { body } = await product.admin<{ data: Record<string, unknown> }>(
      'GET',
      `/tenants/${owner.tenantId}`,
    );
    expect(body.data).toMatchObject({ tenantName: owner.tenantName, registrationStatus: 'Created' });
    expect(await inventory(product.port)).toEqual(before);
    const unknown = await product.admin('GET', `/tenant-registrations/${intruder.tenantRegistrationId}`);
    expect(unknown.status).toBe(404);
  }, 120_000);

  it("a foreign application plane's result is applied to the registry verbatim", async () => {
    const tenant = await product.onboard(buildTenant('basic'));

    await publish(
      {
        tenantRegistrationId: tenant.tenantRegistrationId,
        jobOutput: {
          tenantData: {
            tenantConfig: '{"userPoolId":"p","appClientId":"c","apiGatewayUrl":"https://x.example"}',
            flavour: { deep: [1] },
          },
          tenantRegistrationData: { registrationStatus: 'Warming up', jobRun: '42' },
        },
      },
      { source: 'sbt.application.plane', type: 'sbt_aws_provisionSuccess' },
    );
    const row = await until('the result is applied', 60_000, async () => {
      const { body } = await product.admin<{ data: Record<string, unknown> }>(
        'GET',
        `/tenants/${tenant.tenantId}`,
      );
      return body.data.registrationStatus === 'Warming up' && body.data.flavour ? body.data : undefined;
    });

    expect(row).toMatchObject({ flavour: { deep: [1] } });
    const config = await fetch(`${product.outputs.adminApiUrl}/tenant-config/${tenant.tenantName}`);
    expect(await config.json()).toEqual({
      userPoolId: 'p',
      appClientId: 'c',
      apiGatewayUrl: 'https://x.example',
    });
  }, 120_000);

  it('a result that is none waits in the dead-letter queue of results, with its reason', async () => {
    const marker = randomUUID();

    await publish(
      { marker, jobOutput: { tenantData: [] } },
      { source: 'sbt.application.plane', type: 'sbt_aws_provisionSuccess' },
    );
    const letter = await until('the dead letter', 60_000, () =>
      waiting(product.port, /dead-letters-results$/, marker),
    );

    const { requestPayload, responsePayload } = JSON.parse(letter);
    expect(requestPayload.detail.marker).toBe(marker);
    expect(responsePayload).toMatchObject({
      errorType: 'ValidationError',
      errorMessage: expect.stringContaining('tenantRegistrationId'),
    });
  }, 120_000);
});

const rejected = (port: number, marker: string) => waiting(port, /reject/i, marker);

/**
 * Body of the message that holds a marker, in the one queue of that name; it stays there for the operator.
 * Looks through all of them, however many other tests left: AWS hands out at most ten at a time.
 */
async function waiting(port: number, queue: RegExp, marker: string): Promise<string | undefined> {
  const sqs = new SQSClient(clientConfig(port));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const url = QueueUrls.find((each) => queue.test(each));
  if (!url) throw new Error(`no queue ${queue} among ${QueueUrls.join(' ')}`);
  const taken: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 30 }),
    );
    if (Messages.length === 0) break;
    taken.push(...Messages);
  }
  for (const { ReceiptHandle } of taken) {
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }),
    );
  }
  return taken.map((message) => message.Body ?? '').find((body) => body.includes(marker));
}
