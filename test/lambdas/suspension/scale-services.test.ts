import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { scaleServices } from '../../../lambdas/suspension/scale-services/scale-services';
import { awsError, buildPlan, buildWorkflowTenant, jumpingClock } from '../../builders/onboarding';

const ecs = mockClient(ECSClient);
const tenant = buildWorkflowTenant();
const { email: _email, ...named } = tenant;
const { cell, tenantPath } = buildPlan(tenant);
const names = ['orders', 'products', 'users'].map((service) => `${footprintName(tenant)}-${service}`);
const scale = (inService: boolean, clock = jumpingClock()) =>
  scaleServices({ ecs: new ECSClient({ region: 'eu-west-1' }), desiredCount: 2, clock })({
    plan: { tenant: named, executionArn: 'arn:e', silo: true, cluster: 'the-cluster', cell, tenantPath },
    inService,
  });
/** What ECS shows of the three services: the same of all but the last. */
const shown = (runningCount: number, pendingCount = 0, last = { runningCount, pendingCount }) => ({
  services: names.map((serviceName, index) => ({
    serviceName,
    ...(index === 2 ? last : { runningCount, pendingCount }),
  })),
});
const updates = () => ecs.commandCalls(UpdateServiceCommand).map(({ args: [{ input }] }) => input);

beforeEach(() => {
  ecs.reset();
  ecs.on(UpdateServiceCommand).resolves({});
});

describe('scale-services', () => {
  it.each([
    [false, 0],
    [true, 2],
  ])('in service %s: asks for %i tasks of each service', async (inService, desiredCount) => {
    ecs.on(DescribeServicesCommand).resolves(shown(desiredCount));

    await scale(inService);

    expect(updates()).toEqual(names.map((service) => ({ cluster: 'the-cluster', service, desiredCount })));
  });

  it.each([
    ['a task still ends', false, shown(0, 0, { runningCount: 1, pendingCount: 0 }), shown(0)],
    ['a task still begins', true, shown(2, 0, { runningCount: 1, pendingCount: 1 }), shown(2)],
    ['one begins beside enough others', true, shown(2, 1), shown(2)],
  ])('waits while %s', async (_what, inService, first, then) => {
    ecs.on(DescribeServicesCommand).resolvesOnce(first).resolves(then);
    const clock = jumpingClock();

    await scale(inService, clock);

    expect(clock.pauses).toEqual([100]);
    expect(updates()).toHaveLength(3);
  });

  it('leaves longer waiting to the state machine, and says for what', async () => {
    ecs.on(DescribeServicesCommand).resolves(shown(0, 1));
    const clock = jumpingClock();

    const attempt = scale(true, clock);

    await expect(attempt).rejects.toThrow(NotReadyError);
    await expect(attempt).rejects.toThrow(`${names[0]}: 0 of 2 tasks run, 1 begin`);
    expect(clock.now()).toBeGreaterThan(17_000);
    expect(clock.now()).toBeLessThanOrEqual(20_000);
  });

  it.each(['ServiceNotActiveException', 'ServiceNotFoundException'])(
    'names a service that is not there (%s) and what helps, before it looks',
    async (name) => {
      ecs.on(UpdateServiceCommand, { service: names[1] }).rejects(awsError(name));

      const attempt = scale(true);

      await expect(attempt).rejects.toMatchObject({ name: 'ServiceMissingError' });
      await expect(attempt).rejects.toThrow(`no service ${names[1]} in cluster the-cluster`);
      await expect(attempt).rejects.toThrow(`saas tenant replay ${tenant.tenantName}`);
      expect(ecs.commandCalls(DescribeServicesCommand)).toEqual([]);
    },
  );

  it('leaves every other refusal as it is', async () => {
    ecs.on(UpdateServiceCommand).rejects(awsError('ThrottlingException'));

    await expect(scale(true)).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});
