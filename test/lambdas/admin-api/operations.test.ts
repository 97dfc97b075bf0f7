import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { RESULT_DUE, replay } from '../../../lambdas/admin-api/operations/replay';
import { replayName } from '../../../lambdas/admin-api/operations/start-anew';
import type { Operation } from '../../../lambdas/shared/contracts/registry-items';
import { setAccess } from '../../../lambdas/shared/registry/access';
import { admitTenant } from '../../../lambdas/shared/registry/admission';
import { claimDeletion } from '../../../lambdas/shared/registry/announcements';
import { listExecutions, recordExecution } from '../../../lambdas/shared/registry/executions';
import { acquireLock, readLock } from '../../../lambdas/shared/registry/lock';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
import { getRegistration, updateRegistration } from '../../../lambdas/shared/registry/registrations';
import { caller, SUPPORT } from '../../builders/admin-api';
import { buildAdmission, buildPlaces } from '../../builders/admission';
import { useControlPlane } from '../../builders/control-plane';
import { until } from '../../builders/until';

const PORT = 14670;
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const DEFINITION = {
  StartAt: 'Choose',
  States: {
    Choose: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.eventId', StringEquals: 'fail', Next: 'Broken' },
        { Variable: '$.eventId', StringEquals: 'wait', Next: 'Hold' },
      ],
      Default: 'Done',
    },
    Broken: { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' },
    Hold: { Type: 'Wait', Seconds: 60, Next: 'Done' },
    Done: { Type: 'Pass', End: true },
  },
};

describe('operations on a tenant', () => {
  const plane = useControlPlane(PORT);
  let call: ReturnType<typeof caller>;
  let sfn: SFNClient;
  const machines = new Map<Operation, string>();
  beforeAll(async () => {
    call = caller((await import('../../../lambdas/admin-api/operations/handler')).handler);
    sfn = new SFNClient(plane.aws.config);
    const { Role } = await new IAMClient(plane.aws.config).send(
      new CreateRoleCommand({ RoleName: 'workflow', AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
    );
    for (const operation of ['onboarding', 'offboarding'] as const) {
      const { stateMachineArn = '' } = await sfn.send(
        new CreateStateMachineCommand({
          name: `tenant-${operation}`,
          definition: JSON.stringify(DEFINITION),
          roleArn: Role?.Arn,
        }),
      );
      machines.set(operation, stateMachineArn);
    }
  });
  afterAll(() => sfn.destroy());

  const post = (
    id: string,
    action: 'replay' | 'cancel-offboarding' | 'activate' | 'deactivate',
    claims?: object,
  ) =>
    call(`POST /tenant-registrations/{id}/${action}`, {
      params: { id },
      ...(claims ? { claims: claims as Record<string, unknown> } : {}),
    });
  const admitted = async () =>
    (await admitTenant(plane.registry, buildPlaces(), buildAdmission())).registration;
  const status = async (executionArn: string) =>
    (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
  const started = async (tenantId: string, eventId: string, operation: Operation = 'onboarding') => {
    const name = `${tenantId}-${operation}-${eventId}`;
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: machines.get(operation),
        name,
        input: JSON.stringify({ tenant: {}, eventId }),
      }),
    );
    const startedAt = new Date().toISOString();
    await recordExecution(plane.registry, tenantId, { name, executionArn, operation, startedAt });
    const end = eventId === 'wait' ? 'RUNNING' : eventId === 'fail' ? 'FAILED' : 'SUCCEEDED';
    await until(`${name} ${end}`, 10_000, async () => (await status(executionArn)) === end);
    return { name, executionArn };
  };
  const failure = (executionArn: string, at: string, eventId = 'f') => ({
    result: 'provisionFailure' as const,
    eventId,
    at,
    tenantData: {},
    tenantRegistrationData: {
      registrationStatus: 'Failed to provision',
      failure: { state: 's', error: 'e', cause: 'c', executionArn },
    },
  });
  const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();

  it('redrives a failed execution, and the registration shows that it runs again', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const { name, executionArn } = await started(tenantId, 'fail');
    await applyResult(plane.registry, { ...failure(executionArn, ago(5_000)), tenantRegistrationId: id });

    const answer = await post(id, 'replay');

    expect(answer.status).toBe(202);
    expect(answer.body.data).toMatchObject({ replay: 'redriven', executionName: name, executionArn });
    const { redriveCount } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const registration = await getRegistration(plane.registry, id);
    expect(redriveCount).toBe(1);
    expect(registration?.registrationStatus).toBe('In progress');
    expect(registration).not.toHaveProperty('failure');
  });

  it('passes over a failure from before the redrive that arrives after it, and takes a later one', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const { executionArn } = await started(tenantId, 'fail');
    await post(id, 'replay');
    const report = (at: string, eventId: string) =>
      applyResult(plane.registry, { ...failure(executionArn, at, eventId), tenantRegistrationId: id });

    const outcomes = [await report(ago(60_000), 'late'), await report(ago(-5_000), 'new')];

    expect(outcomes).toEqual(['outdated', 'applied']);
  });

  it('gives the execution that it redrives the lock, which an offboarding took over and was cancelled', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const { executionArn } = await started(tenantId, 'fail');
    const dead = { operation: 'offboarding' as const, executionArn: `${executionArn}-unknown` };
    await acquireLock(plane.registry, tenantId, dead, async () => false);

    expect((await post(id, 'replay')).status).toBe(202);

    expect(await readLock(plane.registry, tenantId)).toMatchObject({ executionArn });
  });

  it('continues the offboarding that failed, not what was refused after it', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const { executionArn } = await started(tenantId, 'fail', 'offboarding');
    await updateRegistration(plane.registry, id, { registrationStatus: 'Failed to deprovision' });
    await started(tenantId, 'fail', 'onboarding');

    const answer = await post(id, 'replay');

    expect(answer).toMatchObject({ status: 202, body: { data: { executionArn } } });
  });

  it('refuses while a workflow runs, and says which', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const { name, executionArn } = await started(tenantId, 'wait');

    const answer = await post(id, 'replay');

    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain(`onboarding ${name} runs`);
    expect(answer.body.message).toContain(
      'saas execution list <tenant>, or GET /tenant-registrations/{id}/executions',
    );
    await sfn.send(new StopExecutionCommand({ executionArn }));
  });

  it('has nothing to replay after a success, without an execution, and for a support operator no right', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const none = await post(id, 'replay');
    await started(tenantId, 'fine');
    await updateRegistration(plane.registry, id, { registrationStatus: 'Created' });

    const answers = [
      none,
      await post(id, 'replay'),
      await post(id, 'replay', SUPPORT),
      await post('nobody', 'replay'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 409, 403, 404]);
    expect(answers[1]?.body.message).toContain('nothing to replay');
  });

  it.each([
    ['onboarding', 'In progress'],
    ['offboarding', 'Deleting'],
  ] as const)(
    'runs an %s again that succeeded untold, once its result is overdue',
    async (operation, now) => {
      const { tenantId, tenantRegistrationId: id } = await admitted();
      if (operation === 'offboarding') await claimDeletion(plane.registry, id);
      const { name } = await started(tenantId, 'fine', operation);

      const early = await post(id, 'replay');
      const due = new Date(Date.now() + RESULT_DUE);
      const late = await replay({ registry: { ...plane.registry, now: () => due }, sfn }, id);

      expect((await getRegistration(plane.registry, id))?.registrationStatus).toBe(now);
      expect(early.status).toBe(409);
      expect(early.body.message).toContain(`${name} succeeded and its result is on its way`);
      expect(early.body.message).toContain('saas dlq redrive results');
      expect(late).toMatchObject({ replay: 'started', executionName: replayName(name) });
    },
  );

  it('starts one execution anew, by the registry’s rows, when Step Functions has forgotten the last', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const name = `${tenantId}-onboarding-forgotten`;
    const executionArn = `${machines.get('onboarding')?.replace(':stateMachine:', ':execution:')}:${name}`;
    const forgotten = { name, executionArn, operation: 'onboarding' as const, startedAt: ago(9e9) };
    await recordExecution(plane.registry, tenantId, forgotten);

    const answers = await Promise.all([post(id, 'replay'), post(id, 'replay')]);

    const accepted = answers.find(({ status }) => status === 202);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(accepted?.body.data).toMatchObject({ replay: 'started', executionName: replayName(name) });
    const { executions } = await listExecutions(plane.registry, tenantId, 10);
    expect(new Set(executions.map((each) => each.name))).toEqual(new Set([replayName(name), name]));
    const { input } = await sfn.send(
      new DescribeExecutionCommand({ executionArn: accepted?.body.data.executionArn }),
    );
    expect(JSON.parse(input ?? '')).toMatchObject({
      tenant: { tenantId, tier: 'BASIC' },
    });
    expect(input).not.toContain('@');
  });

  it('names replays so that Step Functions takes them', () => {
    const longest = 'x'.repeat(80);

    expect(replayName('acme-onboarding-1')).toBe('acme-onboarding-1-replay-1');
    expect(replayName('acme-onboarding-1-replay-9')).toBe('acme-onboarding-1-replay-10');
    expect(replayName(longest)).toHaveLength(80);
    expect(replayName(replayName(longest))).toMatch(/-replay-2$/);
  });

  it('cancels an offboarding that waits: execution stopped, tenant to be activated; once', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    await setAccess(plane.registry, tenantId, { status: 'revoked', userPoolId: 'pool' });
    await claimDeletion(plane.registry, id, { state: 'ordered', retainUntil: ago(-9e7) });
    const { executionArn } = await started(tenantId, 'wait', 'offboarding');

    const answers = [await post(id, 'cancel-offboarding'), await post(id, 'cancel-offboarding')];

    expect(answers.map(({ status }) => status)).toEqual([202, 409]);
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(execution).toMatchObject({ status: 'ABORTED', error: 'OffboardingCancelled' });
    expect(await getRegistration(plane.registry, id)).toMatchObject({
      registrationStatus: 'Suspended',
      offboarding: { state: 'cancelled' },
    });
    const event = await plane.events.heard('activation', ({ detail }) => detail.tenantId === tenantId);
    expect(event).toMatchObject({
      'detail-type': 'sbt_aws_activateRequest',
      detail: { tenantId, tenantRegistrationId: id },
    });
  });

  it.each([
    ['is suspended, its access not yet revoked', { status: 'suspended' } as const],
    ['was suspended when its access was revoked', { status: 'revoked', statusBefore: 'suspended' } as const],
  ])('keeps a tenant suspended that %s when its offboarding is cancelled', async (_what, access) => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    await setAccess(plane.registry, tenantId, { ...access, userPoolId: 'pool' });
    await claimDeletion(plane.registry, id, { state: 'ordered', retainUntil: ago(-9e7) });

    const { status, body } = await post(id, 'cancel-offboarding');

    expect([status, body.data.message]).toEqual([202, expect.stringContaining('stays suspended')]);
    const event = await plane.events.heard('suspension', ({ detail }) => detail.tenantId === tenantId);
    expect(event).toMatchObject({
      'detail-type': 'sbt_aws_deactivateRequest',
      detail: { tenantId, tenantRegistrationId: id },
    });
  });

  it('returns a tenant that never was in service to its failed onboarding, which replays', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const onboarding = await started(tenantId, 'fail');
    await claimDeletion(plane.registry, id, { state: 'ordered', retainUntil: ago(-9e7) });
    const { executionArn } = await started(tenantId, 'wait', 'offboarding');

    const cancelled = await post(id, 'cancel-offboarding');
    const shown = await getRegistration(plane.registry, id);
    const replayed = await post(id, 'replay');

    expect([cancelled.status, cancelled.body.data.message]).toEqual([
      202,
      expect.stringContaining('replay it'),
    ]);
    expect(await status(executionArn)).toBe('ABORTED');
    expect(shown?.registrationStatus).toBe('Failed to provision');
    expect(replayed.body.data).toMatchObject({ replay: 'redriven', executionName: onboarding.name });
    expect((await getRegistration(plane.registry, id))?.registrationStatus).toBe('In progress');
    await plane.events.drain();
    expect(plane.events.events.filter(({ detail }) => detail.tenantId === tenantId)).toEqual([]);
  });

  it('lets an onboarding that still runs go on when the deletion behind it is cancelled', async () => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    const { executionArn } = await started(tenantId, 'wait');
    await claimDeletion(plane.registry, id, { state: 'ordered', retainUntil: ago(-9e7) });

    await post(id, 'cancel-offboarding');

    expect((await getRegistration(plane.registry, id))?.registrationStatus).toBe('In progress');
    expect(await status(executionArn)).toBe('RUNNING');
    await sfn.send(new StopExecutionCommand({ executionArn }));
  });

  it('does not cancel what removes already, or what was never ordered', async () => {
    const { tenantRegistrationId: id } = await admitted();
    const never = await post(id, 'cancel-offboarding');
    await claimDeletion(plane.registry, id, { state: 'removing' });

    const answers = [never, await post(id, 'cancel-offboarding'), await post('nobody', 'cancel-offboarding')];

    expect(answers.map(({ status }) => status)).toEqual([409, 409, 404]);
    expect(answers[1]?.body.message).toContain('too late');
  });

  it.each([
    ['deactivate', 'Created', 'Suspended'],
    ['activate', 'Suspended', 'Created'],
  ] as const)('%s is for a tenant that is %s, not %s', async (action, right, wrong) => {
    const { tenantId, tenantRegistrationId: id } = await admitted();
    await updateRegistration(plane.registry, id, { registrationStatus: wrong });
    const refused = await post(id, action);
    await updateRegistration(plane.registry, id, { registrationStatus: right });

    const answers = [refused, await post(id, action), await post('nobody', action)];

    expect(refused.body.message).not.toContain('replay');
    expect(answers.map(({ status }) => status)).toEqual([409, 202, 404]);
    const event = await plane.events.heard(action, ({ detail }) => detail.tenantId === tenantId);
    expect(event['detail-type']).toBe(`sbt_aws_${action}Request`);
  });

  it.each([
    ['activate', 'Created'],
    ['deactivate', 'Suspended'],
  ] as const)(
    '%s of a tenant that is %s, since the opposite failed half-way, points to the replay',
    async (action, status) => {
      const { tenantRegistrationId: id } = await admitted();
      await updateRegistration(plane.registry, id, {
        registrationStatus: status,
        failure: { state: 'Scale', error: 'NotReadyError' },
      });

      const refused = await post(id, action);

      expect(refused.status).toBe(409);
      expect(refused.body.message).toContain(
        'Its last operation failed: replay that first (saas tenant replay',
      );
    },
  );
});
