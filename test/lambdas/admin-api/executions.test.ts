import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { admitTenant } from '../../../lambdas/shared/registry/admission';
import { recordExecution } from '../../../lambdas/shared/registry/executions';
import { caller } from '../../builders/admin-api';
import { buildAdmission, buildPlaces } from '../../builders/admission';
import { useControlPlane } from '../../builders/control-plane';
import { until } from '../../builders/until';

const PORT = 15024;
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const DEFINITION = {
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Next: 'Choose' },
    Choose: {
      Type: 'Choice',
      Choices: [{ Variable: '$.fail', BooleanEquals: true, Next: 'Deploy service' }],
      Default: 'Done',
    },
    'Deploy service': { Type: 'Fail', Error: 'ServiceDeploymentFailedError', Cause: 'the image is missing' },
    Done: { Type: 'Pass', End: true },
  },
};

describe('executions', () => {
  const plane = useControlPlane(PORT);
  let call: ReturnType<typeof caller>;
  let sfn: SFNClient;
  let stateMachineArn: string;
  beforeAll(async () => {
    call = caller((await import('../../../lambdas/admin-api/executions/handler')).handler);
    sfn = new SFNClient(plane.aws.config);
    const iam = new IAMClient(plane.aws.config);
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: 'workflow', AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
    );
    iam.destroy();
    const machine = await sfn.send(
      new CreateStateMachineCommand({
        name: 'tenant-onboarding',
        definition: JSON.stringify(DEFINITION),
        roleArn: Role?.Arn,
      }),
    );
    stateMachineArn = machine.stateMachineArn ?? '';
  });
  afterAll(() => sfn.destroy());

  const admitted = async () =>
    (await admitTenant(plane.registry, buildPlaces(), buildAdmission())).registration;
  const ran = async (
    tenantId: string,
    name: string,
    fail = false,
    startedAt = '2026-03-01T10:00:00.000Z',
  ) => {
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify({ fail }) }),
    );
    await recordExecution(plane.registry, tenantId, {
      name,
      executionArn,
      operation: 'onboarding',
      startedAt,
    });
    await until('the end of the execution', 10_000, async () => {
      const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status !== 'RUNNING';
    });
    return executionArn;
  };
  const show = (id: string, name: string) =>
    call('GET /tenant-registrations/{id}/executions/{name}', { params: { id, name } });

  it('shows one that succeeded, state by state, with its page in the console', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const executionArn = await ran(tenantId, 'acme-onboarding-1');

    const { status, body } = await show(id, 'acme-onboarding-1');

    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      name: 'acme-onboarding-1',
      operation: 'onboarding',
      status: 'SUCCEEDED',
      redriveCount: 0,
      redrivable: false,
      consoleUrl: `https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${executionArn}`,
    });
    expect(body.data.timeline.map(({ state }: { state: string }) => state)).toEqual([
      'Begin',
      'Choose',
      'Done',
    ]);
    expect(body.data.timeline[0]).toMatchObject({ left: expect.any(String), seconds: expect.any(Number) });
    expect(body.data).not.toHaveProperty('failure');
  });

  it('says which state failed, and why', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const executionArn = await ran(tenantId, 'acme-onboarding-2', true);

    const { body } = await show(id, 'acme-onboarding-2');

    expect(body.data).toMatchObject({
      status: 'FAILED',
      redrivable: true,
      failure: {
        state: 'Deploy service',
        error: 'ServiceDeploymentFailedError',
        cause: 'the image is missing',
        executionArn,
      },
    });
  });

  it('shows the state machine, and what went into a state and came out of it', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    await ran(tenantId, 'acme-onboarding-3');
    const { timeline } = (await show(id, 'acme-onboarding-3')).body.data;
    const state = (entry: string) =>
      call('GET /tenant-registrations/{id}/executions/{name}/states/{entry}', {
        params: { id, name: 'acme-onboarding-3', entry },
      });

    const definition = await call('GET /tenant-registrations/{id}/executions/{name}/definition', {
      params: { id, name: 'acme-onboarding-3' },
    });
    const [begun, unknown] = [await state(String(timeline[0].id)), await state('999')];

    expect(definition.body.data).toEqual({ stateMachineArn, definition: DEFINITION });
    expect(begun.body.data).toMatchObject({
      ...{ state: 'Begin', input: { fail: false }, output: { fail: false } },
      inputBytes: expect.any(Number),
    });
    expect(unknown.status).toBe(404);
  });

  it('lists those of one tenant, newest first, page by page', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const other = await admitted();
    await ran(other.tenantId, 'other-onboarding-1');
    for (const index of [1, 2, 3]) {
      await ran(tenantId, `list-onboarding-${index}`, index === 2, `2026-03-01T10:00:0${index}.000Z`);
    }

    const list = (query: Record<string, string>, params = { id }) =>
      call('GET /tenant-registrations/{id}/executions', { params, query });
    const first = await list({ limit: '2' });
    const second = await list({ limit: '2', next_token: first.body.next_token });
    const elsewhere = await list({ next_token: first.body.next_token }, { id: other.tenantRegistrationId });

    expect([...first.body.data, ...second.body.data].map(({ name, status }) => [name, status])).toEqual([
      ['list-onboarding-3', 'SUCCEEDED'],
      ['list-onboarding-2', 'FAILED'],
      ['list-onboarding-1', 'SUCCEEDED'],
    ]);
    expect(elsewhere.status).toBe(400);
  });

  it("answers 404 to another tenant's execution, an unknown one and an unknown tenant", async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const other = await admitted();
    await ran(other.tenantId, 'foreign-onboarding-1');
    await ran(tenantId, 'own-onboarding-1');

    const answers = [
      await show(id, 'foreign-onboarding-1'),
      await show(id, 'unknown'),
      await show('nobody', 'own-onboarding-1'),
      await call('GET /tenant-registrations/{id}/executions', { params: { id: 'nobody' } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it('still tells of one that Step Functions has forgotten', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:forgotten`;
    await recordExecution(plane.registry, tenantId, {
      name: 'forgotten',
      executionArn,
      operation: 'onboarding',
      startedAt: '2025-01-01T10:00:00.000Z',
    });

    const { body } = await show(id, 'forgotten');

    expect(body.data).toMatchObject({
      status: 'EXPIRED',
      startedAt: '2025-01-01T10:00:00.000Z',
      redrivable: false,
      timeline: [],
    });
  });
});
