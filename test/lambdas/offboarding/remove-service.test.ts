import {
  DeleteServiceCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServicesCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { removeService } from '../../../lambdas/offboarding/remove-service/remove-service';
import { targetGroupName } from '../../../lambdas/shared/contracts/identifiers';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { ruleConditions } from '../../../lambdas/shared/footprint/listener-rule';
import type { CreatedResource } from '../../../lambdas/shared/registry/ledger';
import { awsError, jumpingClock } from '../../builders/onboarding';
import { useRemoval } from '../../builders/removal';

const { registry, tenant, plan, states, ...ledger } = useRemoval(14680);
const name = `${ledger.name}-orders`;
const ecs = mockClient(ECSClient);
const balancing = mockClient(ElasticLoadBalancingV2Client);
const iam = mockClient(IAMClient);
const CLUSTER = 'arn:aws:ecs:eu-west-1:123456789012:cluster/own';

let clock: ReturnType<typeof jumpingClock>;
const remove = () =>
  removeService({
    ecs: new ECSClient({ region: 'eu-west-1' }),
    loadBalancing: new ElasticLoadBalancingV2Client({ region: 'eu-west-1' }),
    iam: new IAMClient({ region: 'eu-west-1' }),
    registry: registry.context,
    clock,
  })({ plan, service: 'orders' });
const revision = (number: number, family = name) =>
  `arn:aws:ecs:eu-west-1:123456789012:task-definition/${family}:${number}`;
const groupName = () => targetGroupName(tenant.tenantId, 'orders');
const resources = (): CreatedResource[] => [
  { type: 'Role', name, arn: 'arn:role' },
  { type: 'TaskDefinition', name, arn: revision(1) },
  { type: 'TargetGroup', name: groupName(), arn: 'arn:group' },
  {
    type: 'ListenerRule',
    name,
    arn: 'arn:rule',
    details: { listenerArn: 'arn:listener', priority: '11' },
  },
  { type: 'Service', name, arn: 'arn:service', details: { clusterArn: CLUSTER } },
];
const planned = () => ledger.planned(resources());
const created = () => ledger.created(resources());
/** Every call but reads, in order. */
const changes = () =>
  [...ecs.calls(), ...balancing.calls(), ...iam.calls()]
    .sort((a, b) => (a.calledBefore(b as never) ? -1 : 1))
    .map((call) => call.args[0].constructor.name.replace('Command', ''))
    .filter((each) => !/^(Describe|List)/.test(each));
const service = (changes: object) => ({ serviceArn: 'arn:service', status: 'ACTIVE', ...changes });

beforeEach(() => {
  clock = jumpingClock();
  for (const mock of [ecs, balancing, iam]) mock.reset();
  ecs.on(UpdateServiceCommand).resolves({ service: service({ runningCount: 0, pendingCount: 0 }) });
  ecs.on(DeleteServiceCommand).resolves({ service: service({ status: 'INACTIVE' }) });
  ecs.on(ListTaskDefinitionsCommand, { status: 'ACTIVE' }).resolves({ taskDefinitionArns: [revision(1)] });
  ecs.on(ListTaskDefinitionsCommand, { status: 'INACTIVE' }).resolves({ taskDefinitionArns: [] });
  ecs.on(DeregisterTaskDefinitionCommand).resolves({});
  ecs.on(DeleteTaskDefinitionsCommand).resolves({ failures: [] });
  balancing.on(DeleteRuleCommand).resolves({});
  balancing.on(DeleteTargetGroupCommand).resolves({});
  iam.on(DeleteRolePolicyCommand).resolves({});
  iam.on(DeleteRoleCommand).resolves({});
});

describe('remove-service', () => {
  it('removes what deploy-service made, the role last, with ten calls', async () => {
    await created();

    await remove();

    const made = changes();
    expect(made.slice(0, 3)).toEqual(['UpdateService', 'DeleteRule', 'DeleteService']);
    expect(made.slice(3, 6).sort()).toEqual([
      'DeleteTargetGroup',
      'DeleteTaskDefinitions',
      'DeregisterTaskDefinition',
    ]);
    expect(made.slice(6)).toEqual(['DeleteRolePolicy', 'DeleteRole']);
    expect(ecs.calls().length + balancing.calls().length + iam.calls().length).toBe(10);
    expect(ecs.commandCalls(UpdateServiceCommand)[0]?.args[0].input).toEqual({
      cluster: CLUSTER,
      service: name,
      desiredCount: 0,
    });
    expect(balancing.commandCalls(DeleteRuleCommand)[0]?.args[0].input).toEqual({ RuleArn: 'arn:rule' });
    expect(iam.commandCalls(DeleteRolePolicyCommand)[0]?.args[0].input).toEqual({
      RoleName: name,
      PolicyName: 'task',
    });
    expect(await states()).toEqual([
      'ListenerRule deleted',
      'Role deleted',
      'Service deleted',
      'TargetGroup deleted',
      'TaskDefinition deleted',
    ]);
  });

  it('asks nothing of AWS for a service that was never begun', async () => {
    await remove();

    expect(ecs.calls().length + balancing.calls().length + iam.calls().length).toBe(0);
    expect(await states()).toEqual([]);
  });

  it('removes nothing before the last task has stopped', async () => {
    await created();
    ecs.on(UpdateServiceCommand).resolves({ service: service({ runningCount: 2, pendingCount: 0 }) });
    ecs
      .on(DescribeServicesCommand)
      .resolvesOnce({ services: [service({ runningCount: 1, pendingCount: 1 })] })
      .callsFake(async () => {
        expect(changes()).toEqual(['UpdateService']);
        return { services: [service({ runningCount: 0, pendingCount: 0 })] };
      });

    await remove();

    expect(clock.pauses).toHaveLength(1);
    expect(clock.pauses[0]).toBeLessThanOrEqual(100);
  });

  it('leaves a task that takes longer than 20 s to the state machine', async () => {
    await created();
    ecs.on(UpdateServiceCommand).resolves({ service: service({ runningCount: 1 }) });
    ecs.on(DescribeServicesCommand).resolves({ services: [service({ runningCount: 1 })] });

    await expect(remove()).rejects.toThrow(new NotReadyError(`${name}: 1 tasks are not stopped yet`));

    expect(changes()).toEqual(['UpdateService']);
    expect(clock.now()).toBeLessThanOrEqual(20_000);
    expect(await states()).toContain('Service created');
  });

  it('waits until ECS has ended the service', async () => {
    await created();
    ecs.on(DeleteServiceCommand).resolves({ service: service({ status: 'DRAINING' }) });
    ecs
      .on(DescribeServicesCommand)
      .resolvesOnce({ services: [service({ status: 'DRAINING' })] })
      .resolves({ services: [service({ status: 'INACTIVE' })] });

    await remove();

    expect(ecs.commandCalls(DescribeServicesCommand)).toHaveLength(2);
  });

  it('waits for a service that a former try left draining', async () => {
    await created();
    ecs.on(UpdateServiceCommand).rejects(awsError('ServiceNotActiveException'));
    ecs.on(DeleteServiceCommand).rejects(awsError('ServiceNotActiveException'));
    ecs.on(DescribeServicesCommand).resolves({ services: [service({ status: 'DRAINING' })] });

    await expect(remove()).rejects.toThrow(/ECS shows the service as DRAINING/);

    expect(changes()).not.toContain('DeleteTargetGroup');
  });

  it('tries the target group again while the load balancer calls it in use', async () => {
    await created();
    balancing.on(DeleteTargetGroupCommand).rejectsOnce(awsError('ResourceInUseException')).resolves({});

    await remove();

    expect(balancing.commandCalls(DeleteTargetGroupCommand)).toHaveLength(2);
  });

  it('finds gone what is gone, and says deleted', async () => {
    await created();
    ecs.on(UpdateServiceCommand).rejects(awsError('ServiceNotFoundException'));
    ecs.on(DeleteServiceCommand).rejects(awsError('ServiceNotFoundException'));
    ecs.on(DescribeServicesCommand).resolves({ services: [], failures: [{ reason: 'MISSING' }] });
    ecs.on(ListTaskDefinitionsCommand, { status: 'ACTIVE' }).resolves({});
    balancing.on(DeleteRuleCommand).rejects(awsError('RuleNotFoundException'));
    balancing.on(DeleteTargetGroupCommand).rejects(awsError('TargetGroupNotFoundException'));
    iam.on(DeleteRolePolicyCommand).rejects(awsError('NoSuchEntityException'));
    iam.on(DeleteRoleCommand).rejects(awsError('NoSuchEntityException'));

    await remove();

    expect((await states()).every((state) => state.endsWith(' deleted'))).toBe(true);
    expect(ecs.commandCalls(DeleteTaskDefinitionsCommand)).toHaveLength(0);
  });

  it('deletes all revisions, ten a call, and no other family that begins alike', async () => {
    await created();
    const active = Array.from({ length: 11 }, (_, index) => revision(index + 2));
    ecs
      .on(ListTaskDefinitionsCommand, { status: 'ACTIVE' })
      .resolves({ taskDefinitionArns: [...active, revision(1, `${name}-of-another`)] });
    ecs
      .on(ListTaskDefinitionsCommand, { status: 'INACTIVE' })
      .resolves({ taskDefinitionArns: [revision(1)] });

    await remove();

    const deregistered = ecs
      .commandCalls(DeregisterTaskDefinitionCommand)
      .map((call) => call.args[0].input.taskDefinition);
    expect(deregistered).toEqual(active);
    const calls = ecs
      .commandCalls(DeleteTaskDefinitionsCommand)
      .map((call) => call.args[0].input.taskDefinitions ?? []);
    expect(calls.map((each) => each.length)).toEqual([10, 2]);
    expect(calls.flat()).toEqual([...active, revision(1)]);
  });

  it('keeps the role while ECS refuses to delete a task definition', async () => {
    await created();
    ecs.on(DeleteTaskDefinitionsCommand).resolves({
      failures: [{ arn: revision(1), reason: 'The specified task definition is still in ACTIVE status.' }],
    });

    await expect(remove()).rejects.toThrow(/still in ACTIVE status/);

    expect(iam.calls()).toHaveLength(0);
  });

  describe('when no ARN was recorded', () => {
    const rules = (...tenantPaths: string[]) =>
      balancing.on(DescribeRulesCommand, { ListenerArn: 'arn:listener' }).resolves({
        Rules: tenantPaths.map((path) => ({
          RuleArn: `arn:rule/${path}`,
          Priority: '11',
          Conditions: ruleConditions(path, 'orders'),
        })),
      });
    beforeEach(async () => {
      await planned();
      balancing.on(DescribeTargetGroupsCommand).rejects(awsError('TargetGroupNotFoundException'));
      rules();
    });

    it('finds rule and target group in AWS', async () => {
      rules('another-tenant', tenant.tenantId);
      balancing
        .on(DescribeTargetGroupsCommand, { Names: [groupName()] })
        .resolves({ TargetGroups: [{ TargetGroupArn: 'arn:found' }] });

      await remove();

      expect(balancing.commandCalls(DeleteRuleCommand)[0]?.args[0].input.RuleArn).toBe(
        `arn:rule/${tenant.tenantId}`,
      );
      expect(balancing.commandCalls(DeleteTargetGroupCommand)[0]?.args[0].input.TargetGroupArn).toBe(
        'arn:found',
      );
    });

    it("never takes another tenant's rule for its own, whatever the priority", async () => {
      rules('another-tenant');

      await remove();

      expect(balancing.commandCalls(DeleteRuleCommand)).toHaveLength(0);
      expect(balancing.commandCalls(DeleteTargetGroupCommand)).toHaveLength(0);
      expect((await states()).every((state) => state.endsWith(' deleted'))).toBe(true);
    });
  });

  describe('when AWS refuses to delete the rule', () => {
    beforeEach(async () => {
      await created();
      balancing.on(DeleteRuleCommand).rejects(awsError('AccessDenied'));
    });

    it('takes it for gone only if it is', async () => {
      balancing.on(DescribeRulesCommand).resolves({ Rules: [] });

      await remove();

      expect(await states()).toContain('ListenerRule deleted');
    });

    it('passes the refusal on while the rule is there', async () => {
      balancing.on(DescribeRulesCommand).resolves({
        Rules: [{ RuleArn: 'arn:rule', Conditions: ruleConditions(tenant.tenantId, 'orders') }],
      });

      await expect(remove()).rejects.toMatchObject({ name: 'AccessDenied' });
    });
  });

  it.each([
    ['ECS', () => ecs.on(UpdateServiceCommand).rejects(awsError('AccessDeniedException'))],
    ['the load balancer', () => balancing.on(DeleteTargetGroupCommand).rejects(awsError('AccessDenied'))],
    ['IAM', () => iam.on(DeleteRoleCommand).rejects(awsError('DeleteConflictException'))],
  ])('passes a refusal by %s on', async (_who, refuse) => {
    await created();
    refuse();

    await expect(remove()).rejects.toMatchObject({
      name: expect.stringMatching(/AccessDenied|DeleteConflict/),
    });
    expect(await states()).not.toContain('Role deleted');
  });
});
