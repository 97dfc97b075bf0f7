import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { executionName } from '../../../lambdas/shared/registry/executions';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
import { admitKnown, howItLeaves } from '../../../lambdas/workflow/start-workflow/admit-known';
import { rejecter } from '../../../lambdas/workflow/start-workflow/reject';
import { startWorkflow } from '../../../lambdas/workflow/start-workflow/start-workflow';
import { workflowsBy } from '../../../lambdas/workflow/start-workflow/workflows';
import { EVENT_NAMES } from '../../builders/control-plane';
import { useLocalAws } from '../../builders/local-aws';
import { admitted, buildWorkflowTenant } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(14677));
const sfn = mockClient(SFNClient);
const sqs = mockClient(SQSClient);
const published: unknown[][] = [];
const EVENT_ID = '11111111-2222-4333-8444-555555555555';
/** Operation and machine of each request about a tenant that exists. */
const REQUESTS = [
  ['offboardingRequest', 'offboarding'],
  ['activateRequest', 'activation'],
  ['deactivateRequest', 'deactivation'],
] as const;

/** The starter as its handler wires it, for the three requests. */
const start = (request: string, detail: object, time?: string) => {
  const admit = admitKnown(registry.context);
  const workflow = (operation: (typeof REQUESTS)[number][1]) => ({
    operation,
    stateMachineArn: `arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-${operation}`,
    admit,
  });
  return startWorkflow({
    sfn: new SFNClient({ region: 'eu-west-1' }),
    registry: registry.context,
    workflows: workflowsBy(EVENT_NAMES, {
      offboardingRequest: { ...workflow('offboarding'), pass: howItLeaves },
      activateRequest: workflow('activation'),
      deactivateRequest: workflow('deactivation'),
    }),
    controlPlaneSource: EVENT_NAMES.controlPlaneSource,
    reject: rejecter({
      sqs: new SQSClient({ region: 'eu-west-1' }),
      queueUrl: 'https://queue.example/rejected',
      registry: registry.context,
      publishFailure: async (...failure) => void published.push(failure),
    }),
  })({
    id: EVENT_ID,
    source: EVENT_NAMES.controlPlaneSource,
    'detail-type': `sbt_aws_${request}`,
    detail,
    ...(time ? { time } : {}),
  });
};
const started = () =>
  sfn.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => ({
    name: input.name,
    machine: input.stateMachineArn?.split(':').at(-1),
    input: JSON.parse(input.input ?? ''),
  }));
const putAside = () =>
  sqs
    .commandCalls(SendMessageCommand)
    .map((call): string => JSON.parse(call.args[0].input.MessageBody ?? '').reason);

beforeEach(() => {
  sfn.reset();
  sqs.reset();
  published.length = 0;
  sfn
    .on(StartExecutionCommand)
    .callsFake(async ({ name }) => ({ executionArn: `arn:${name}`, startDate: new Date() }));
});

describe.each(REQUESTS)('an %s', (request, operation) => {
  it('starts the workflow with what the registry knows, and nothing personal', async () => {
    const tenant = buildWorkflowTenant({ tier: 'ADVANCED' });
    await admitted(registry.context, tenant);
    const { email, ...named } = tenant;

    await start(request, { ...tenant, tenantName: 'lies', tier: 'BASIC' });

    const [execution, ...others] = started();
    expect(others).toEqual([]);
    expect(execution).toEqual({
      name: `${tenant.tenantName}-${operation}-${EVENT_ID}`.slice(0, 80),
      machine: `tenant-${operation}`,
      input: { tenant: named, eventId: EVENT_ID },
    });
    expect(JSON.stringify(execution)).not.toContain(email);
  });

  it('tells the plane that asked that this failed, when nobody knows the tenant', async () => {
    const { tenantId, tenantRegistrationId } = buildWorkflowTenant();

    await start(request, { tenantId, tenantRegistrationId });

    expect(started()).toEqual([]);
    expect(published).toEqual([
      [
        operation,
        { tenantId, tenantRegistrationId, tier: undefined },
        expect.objectContaining({ error: 'RegistrationMismatchError' }),
      ],
    ]);
    expect(putAside()).toEqual([expect.stringContaining('is not registered')]);
  });

  it.each([
    ['the registration', (own: object, other: { tenantRegistrationId: string }) => ({ ...own, ...other })],
    ['the tenant id', (own: { tenantId: string }, other: object) => ({ ...other, tenantId: own.tenantId })],
  ])('is put aside, and told to nobody, when %s is another tenant’s', async (_which, mixed) => {
    const [own, other] = [buildWorkflowTenant(), buildWorkflowTenant()];
    await Promise.all([admitted(registry.context, own), admitted(registry.context, other)]);
    const { tenantRegistrationId } = other;

    await start(request, mixed(own, { tenantRegistrationId }));

    expect([started(), published]).toEqual([[], []]);
    expect(putAside()).toHaveLength(1);
  });

  it('is absorbed for a tenant that is deleted', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    await applyResult(registry.context, {
      result: 'deprovisionSuccess',
      eventId: 'e-1',
      at: '2026-03-01T10:00:01.000Z',
      tenantRegistrationId: tenant.tenantRegistrationId,
      tenantData: {},
      tenantRegistrationData: {},
    });

    const outcome = await start(request, tenant);

    expect(outcome).toEqual({ absorbed: expect.stringContaining('deleted already') });
    expect([started(), putAside(), published]).toEqual([[], [], []]);
  });
});

describe('how a tenant leaves', () => {
  it('travels with an offboarding, of it only what the contract names', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    const leaving = { retainUntil: '2026-03-04T10:00:00.000Z', exportFirst: true };

    await start('offboardingRequest', { ...tenant, offboarding: { ...leaving, state: 'ordered' } });

    expect(started()[0]?.input.offboarding).toEqual(leaving);
  });

  it.each([{ retainUntil: 'tomorrow' }, { exportFirst: 'yes' }, 'soon'])(
    'is refused by name when it is %j',
    async (offboarding) => {
      const tenant = buildWorkflowTenant();
      await admitted(registry.context, tenant);

      await start('offboardingRequest', { ...tenant, offboarding });

      expect(started()).toEqual([]);
      expect(putAside()).toEqual([expect.stringMatching(/^ValidationError: offboarding/)]);
    },
  );

  it('is no matter of a suspension', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);

    await start('deactivateRequest', { ...tenant, offboarding: { exportFirst: true } });

    expect(started()[0]?.input).not.toHaveProperty('offboarding');
  });
});

describe('the name of an execution', () => {
  const LONGEST = `a${'b'.repeat(31)}`;

  it.each(['onboarding', 'offboarding', 'activation', 'deactivation'] as const)(
    'of the longest tenant name is one that Step Functions takes: %s',
    (operation) => {
      const name = executionName(LONGEST, operation, EVENT_ID);

      expect(name).toMatch(/^[a-zA-Z0-9-]{1,80}$/);
      expect(name.startsWith(`${LONGEST}-${operation}-11111111-2222-4333-8444-5555`)).toBe(true);
    },
  );

  it('tells operations and events apart', () => {
    const names = [
      executionName(LONGEST, 'activation', EVENT_ID),
      executionName(LONGEST, 'deactivation', EVENT_ID),
      executionName(LONGEST, 'deactivation', EVENT_ID.replace('1111', '9999')),
    ];

    expect(new Set(names).size).toBe(3);
  });
});

test('an offboarding knows when it was asked for, by the time of its event', async () => {
  const tenant = buildWorkflowTenant();
  await admitted(registry.context, tenant);

  await start('offboardingRequest', tenant, '2026-03-01T10:00:00Z');

  expect(started()).toMatchObject([{ input: { requestedAt: '2026-03-01T10:00:00Z' } }]);
});
