import { randomUUID } from 'node:crypto';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { setAccess } from '../../../lambdas/shared/registry/access';
import { listExecutions } from '../../../lambdas/shared/registry/executions';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
import {
  getRegistration,
  getTenant,
  updateRegistration,
} from '../../../lambdas/shared/registry/registrations';
import { admitOnboarding } from '../../../lambdas/workflow/start-workflow/admit-onboarding';
import { rejecter } from '../../../lambdas/workflow/start-workflow/reject';
import { startWorkflow } from '../../../lambdas/workflow/start-workflow/start-workflow';
import { workflowsBy } from '../../../lambdas/workflow/start-workflow/workflows';
import { EVENT_NAMES } from '../../builders/control-plane';
import { useLocalAws } from '../../builders/local-aws';
import { admitted, awsError, buildWorkflowTenant, namedOnly } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(15127));
const sfn = mockClient(SFNClient);
const sqs = mockClient(SQSClient);
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-onboarding';
const startDate = new Date('2026-03-01T10:00:01.234Z');

const published: unknown[][] = [];
const slots: number[] = [];
const starter = (siloSlots = 32) =>
  startWorkflow({
    sfn: new SFNClient({ region: 'eu-west-1' }),
    registry: registry.context,
    workflows: workflowsBy(EVENT_NAMES, {
      onboardingRequest: {
        operation: 'onboarding',
        stateMachineArn: MACHINE,
        admit: admitOnboarding({
          registry: registry.context,
          places: { poolCellId: 'cell-0', cells: [{ id: 'cell-0', siloSlots }] },
          onSlotTaken: (percent) => slots.push(percent),
        }),
      },
    }),
    controlPlaneSource: EVENT_NAMES.controlPlaneSource,
    reject: rejecter({
      sqs: new SQSClient({ region: 'eu-west-1' }),
      queueUrl: 'https://queue.example/rejected',
      registry: registry.context,
      publishFailure: async (...failure) => {
        published.push(failure);
      },
    }),
  });
const event = (detail: object, changes: object = {}) => ({
  id: randomUUID(),
  source: 'sbt.control.plane',
  'detail-type': 'sbt_aws_onboardingRequest',
  time: '2026-03-01T10:00:00Z',
  detail,
  ...changes,
});
const started = () => sfn.commandCalls(StartExecutionCommand).map((call) => call.args[0].input);
const rejected = () =>
  sqs.commandCalls(SendMessageCommand).map((call) => JSON.parse(call.args[0].input.MessageBody ?? ''));

beforeEach(() => {
  sfn.reset();
  sqs.reset();
  published.length = 0;
  slots.length = 0;
  sfn.on(StartExecutionCommand).callsFake(async ({ name }) => ({
    executionArn: `${MACHINE.replace('stateMachine', 'execution')}:${name}`,
    startDate,
  }));
});

describe('start-workflow, for a tenant that our Admin API admitted', () => {
  it('starts the onboarding under its readable name, and remembers it', async () => {
    const tenant = buildWorkflowTenant({ tier: 'BASIC' });
    await admitted(registry.context, tenant);
    const request = event({ ...tenant, tier: 'basic', registrationStatus: 'In progress', prices: [] });

    const outcome = await starter()(request);

    const name = `${tenant.tenantName}-onboarding-${request.id}`;
    const executionArn = `arn:aws:states:eu-west-1:123456789012:execution:tenant-onboarding:${name}`;
    expect(outcome).toEqual({ executionArn });
    expect(started()).toEqual([
      {
        stateMachineArn: MACHINE,
        name,
        input: JSON.stringify({ tenant: namedOnly(tenant), eventId: request.id }),
      },
    ]);
    const { executions } = await listExecutions(registry.context, tenant.tenantId, 10);
    expect(executions).toEqual([
      { name, executionArn, operation: 'onboarding', startedAt: startDate.toISOString() },
    ]);
  });

  it('hands nothing personal to the execution, whose history stays for 90 days', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);

    await starter()(event({ ...tenant, contact: 'Ann Acme', prices: [] }));

    expect(JSON.stringify(started())).not.toMatch(/@acme|Ann Acme/i);
    expect(started()).toHaveLength(1);
  });

  it('absorbs an event that is delivered twice, also after its execution has ended', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    const request = event(tenant);
    await starter()(request);
    sfn.on(StartExecutionCommand).rejects(awsError('ExecutionAlreadyExists'));
    sfn.on(DescribeExecutionCommand).resolves({ executionArn: 'arn', startDate });

    const outcome = await starter()(request);

    expect(outcome).toHaveProperty('executionArn');
    const { executions } = await listExecutions(registry.context, tenant.tenantId, 10);
    expect(executions).toHaveLength(1);
    expect(rejected()).toEqual([]);
  });

  it('starts nothing for a tenant that is in service already', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await updateRegistration(registry.context, tenant.tenantRegistrationId, {
      registrationStatus: 'Created',
    });
    await setAccess(registry.context, tenant.tenantId, { status: 'active' });

    const outcome = await starter()(event(tenant));

    expect(outcome).toEqual({ absorbed: expect.stringContaining('onboarded already') });
    expect([started(), rejected(), published]).toEqual([[], [], []]);
  });

  it.each(['Deleting', 'Deleted', 'Failed to deprovision'])(
    'absorbs a request that comes again when its tenant, once onboarded, is "%s"',
    async (registrationStatus) => {
      const tenant = buildWorkflowTenant();
      await admitted(registry.context, tenant);
      await applyResult(registry.context, {
        result: 'provisionSuccess',
        eventId: randomUUID(),
        at: '2026-03-01T10:00:05.000Z',
        tenantRegistrationId: tenant.tenantRegistrationId,
        tenantData: {},
        tenantRegistrationData: { registrationStatus: 'Created' },
      });
      await updateRegistration(registry.context, tenant.tenantRegistrationId, { registrationStatus });

      const outcome = await starter()(event(tenant));

      expect(outcome).toEqual({ absorbed: expect.stringContaining('was onboarded') });
      expect([started(), rejected(), published]).toEqual([[], [], []]);
    },
  );

  it('starts a tenant that a client has marked as created, since nothing serves it', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await updateRegistration(registry.context, tenant.tenantRegistrationId, {
      registrationStatus: 'Created',
    });

    await starter()(event(tenant));

    expect(started()).toHaveLength(1);
  });

  it.each(['Created', 'Deleting', 'Deleted'])(
    'onboards a tenant that a foreign control plane calls "%s" from the start',
    async (registrationStatus) => {
      const tenant = buildWorkflowTenant();

      await starter()(event({ ...tenant, registrationStatus }));

      expect(started()).toHaveLength(1);
      expect(await getRegistration(registry.context, tenant.tenantRegistrationId)).toMatchObject({
        registrationStatus: 'In progress',
      });
    },
  );

  it('starts again what failed', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await updateRegistration(registry.context, tenant.tenantRegistrationId, {
      registrationStatus: 'Failed to provision',
    });

    await starter()(event(tenant));

    expect(started()).toHaveLength(1);
  });

  it('does not refuse the tenant that took the last slot', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);

    await starter(0)(event(tenant));

    expect(started()).toHaveLength(1);
  });
});

describe("start-workflow, for a foreign control plane's tenant", () => {
  it('admits it with whatever else it brings, and counts the slots in use', async () => {
    const tenant = buildWorkflowTenant();

    await starter(4)(event({ ...tenant, sbtaws_active: true, plan: { seats: 5 } }));

    expect(started()).toHaveLength(1);
    expect(await getRegistration(registry.context, tenant.tenantRegistrationId)).toMatchObject({
      tenantId: tenant.tenantId,
      registrationStatus: 'In progress',
      sbtaws_active: true,
    });
    expect(await getTenant(registry.context, tenant.tenantId)).toMatchObject({
      tenantName: tenant.tenantName,
      data: { plan: { seats: 5 } },
    });
    expect(slots).toEqual([25]);
  });

  it.each([
    [
      'the name is taken',
      { tenantName: 'taken', tier: 'BASIC' as const },
      'TenantNameTakenError',
      /tenantName: "taken"/,
    ],
    [
      'the mailbox is taken',
      { tier: 'BASIC' as const, email: 'TAKEN@acme.example' },
      'AdminEmailTakenError',
      /email/,
    ],
    ['no cell has room', {}, 'NoCellHasRoomError', /cells.count/],
  ])(
    'refuses it when %s, before anything is made, and tells both planes',
    async (_why, changes, error, message) => {
      await admitted(
        registry.context,
        buildWorkflowTenant({ tenantName: 'taken', email: 'taken@acme.example', tier: 'BASIC' }),
      );
      const before = await registry.everything();
      const tenant = buildWorkflowTenant(changes);
      const request = event(tenant);

      const outcome = await starter(0)(request);

      expect(outcome).toEqual({ rejected: expect.stringMatching(message) });
      expect(rejected()).toEqual([{ reason: expect.stringMatching(error), event: request }]);
      expect(published).toEqual([
        [
          'onboarding',
          { tenantId: tenant.tenantId, tenantRegistrationId: tenant.tenantRegistrationId, tier: tenant.tier },
          { state: 'Admit the tenant', error, cause: expect.stringMatching(message), executionArn: '' },
        ],
      ]);
      expect(started()).toEqual([]);
      expect(await registry.everything()).toEqual(before);
    },
  );

  it.each([
    ['the tenant id', (owner: { tenantId: string }) => ({ tenantId: owner.tenantId })],
    [
      'the registration id',
      (owner: { tenantRegistrationId: string }) => ({ tenantRegistrationId: owner.tenantRegistrationId }),
    ],
  ])("refuses %s of another tenant without a word about that one's registration", async (_which, stolen) => {
    const owner = buildWorkflowTenant();
    await admitted(registry.context, owner);
    const before = await registry.everything();

    await starter()(event({ ...buildWorkflowTenant(), ...stolen(owner) }));

    expect(rejected()).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(/^RegistrationMismatchError: /) }),
    ]);
    expect(published).toEqual([]);
    expect(await registry.everything()).toEqual(before);
  });

  it('refuses a tenant that is being deleted', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await updateRegistration(registry.context, tenant.tenantRegistrationId, {
      registrationStatus: 'Deleting',
    });

    await starter()(event(tenant));

    expect([started(), published]).toEqual([[], []]);
    expect(rejected()[0].reason).toMatch(/is deleting/);
  });
});

describe('start-workflow, for an event that can never start one', () => {
  const valid = buildWorkflowTenant();
  it.each<[string, unknown, RegExp]>([
    ['is no object', 'x', /event/],
    ['has no id', { ...event(valid), id: undefined }, /id:/],
    ['has no detail', { ...event(valid), detail: undefined }, /detail:/],
    ['has an array for a detail', event(['x']), /detail:/],
    ['is of another source', event(valid, { source: 'somebody' }), /somebody/],
    ['is of another type', event(valid, { 'detail-type': 'sbt_aws_unknown' }), /sbt_aws_unknown/],
    ['has no tenant id', event({ ...valid, tenantId: undefined }), /tenantId/],
    ['has a tenant id with a slash', event({ ...valid, tenantId: '../x' }), /tenantId/],
    ['has an unknown tier', event({ ...valid, tier: 'gold' }), /tier/],
    ['has a name in capitals', event({ ...valid, tenantName: 'Acme' }), /tenantName/],
    ['has an e-mail without @', event({ ...valid, email: 'acme' }), /email/],
    ['has a key of our own rows', event({ ...valid, receipt: {} }), /receipt: is reserved/],
  ])('puts it aside with the reason when it %s', async (_why, request, reason) => {
    const before = await registry.everything();

    await starter()(request);

    expect(rejected()).toEqual([
      { reason: expect.stringMatching(reason), event: JSON.parse(JSON.stringify(request)) },
    ]);
    expect(started()).toEqual([]);
    expect(await registry.everything()).toEqual(before);
  });

  it('tells a control plane whose event names both ids', async () => {
    await starter()(event({ ...valid, tier: 'gold' }));

    expect(published).toEqual([
      [
        'onboarding',
        { tenantId: valid.tenantId, tenantRegistrationId: valid.tenantRegistrationId, tier: 'GOLD' },
        expect.objectContaining({ error: 'ValidationError', cause: expect.stringContaining('tier') }),
      ],
    ]);
  });

  it('fails, for EventBridge to try again, upon what is nobody’s fault', async () => {
    sfn.on(StartExecutionCommand).rejects(awsError('ThrottlingException'));

    await expect(starter()(event(buildWorkflowTenant()))).rejects.toMatchObject({
      name: 'ThrottlingException',
    });

    expect(rejected()).toEqual([]);
  });
});
