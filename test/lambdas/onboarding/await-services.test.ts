import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { awaitServices } from '../../../lambdas/onboarding/await-services/await-services';
import { SERVICES } from '../../../lambdas/shared/contracts/tiers';
import { NotReadyError, ServiceDeploymentFailedError } from '../../../lambdas/shared/errors';
import { jumpingClock } from '../../builders/onboarding';

const ecs = mockClient(ECSClient);
const balancing = mockClient(ElasticLoadBalancingV2Client);
const enteredAt = new Date('2026-01-01T00:00:00Z');
const deployed = SERVICES.map((name) => ({
  name,
  serviceArn: `arn:${name}`,
  targetGroupArn: `arn:targets/${name}`,
}));
const wait = (clock = jumpingClock()) =>
  awaitServices({
    ecs: new ECSClient({ region: 'eu-west-1' }),
    loadBalancing: new ElasticLoadBalancingV2Client({ region: 'eu-west-1' }),
    clock,
  })({ clusterArn: 'arn:cluster', deployed, enteredAt });

const service = (name: string, changes: object = {}, deployment: object = {}) => ({
  serviceArn: `arn:${name}`,
  runningCount: 1,
  desiredCount: 1,
  deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED' as const, ...deployment }],
  ...changes,
});
const health = (...states: ('healthy' | 'initial' | 'draining')[]) => ({
  TargetHealthDescriptions: states.map((State) => ({ TargetHealth: { State } })),
});
const allRun = () =>
  ecs.on(DescribeServicesCommand).resolves({ services: SERVICES.map((name) => service(name)) });

beforeEach(() => {
  ecs.reset();
  balancing.reset();
  balancing.on(DescribeTargetHealthCommand).resolves(health('healthy'));
});

describe('await-services', () => {
  it('asks ECS once for all services, and each target group once, when all are in service', async () => {
    allRun();

    await expect(wait()).resolves.toEqual({});

    expect(ecs.calls()).toHaveLength(1);
    expect(balancing.calls()).toHaveLength(3);
  });

  it('asks the load balancer only when ECS is done', async () => {
    ecs.on(DescribeServicesCommand).resolves({
      services: SERVICES.map((name) => service(name, {}, { rolloutState: 'IN_PROGRESS' })),
    });

    await expect(wait()).rejects.toThrow(/orders: deployment IN_PROGRESS/);

    expect(balancing.calls()).toHaveLength(0);
  });

  it('does not take a task for ready that the load balancer does not call healthy', async () => {
    allRun();
    balancing
      .on(DescribeTargetHealthCommand, { TargetGroupArn: 'arn:targets/products' })
      .resolves(health('initial', 'draining'));

    await expect(wait()).rejects.toThrow('products: 0 of 1 targets are healthy (initial, draining)');
  });

  it('waits for as many tasks as are wanted', async () => {
    ecs.on(DescribeServicesCommand).resolves({
      services: SERVICES.map((name) => service(name, { desiredCount: 2, runningCount: 1 })),
    });

    await expect(wait()).rejects.toThrow('orders: deployment COMPLETED, 1 of 2 tasks run');
  });

  it('looks for 20 s at most at growing intervals, then leaves it to the state machine', async () => {
    ecs.on(DescribeServicesCommand).resolves({ services: [] });
    const clock = jumpingClock();

    await expect(wait(clock)).rejects.toThrow(NotReadyError);

    expect(clock.now()).toBeLessThanOrEqual(20_000);
    expect(clock.now()).toBeGreaterThan(17_000);
    expect(clock.pauses).toEqual([...clock.pauses].sort((a, b) => a - b));
    expect(ecs.calls().length).toBeLessThan(30);
  });

  it('gives up when ECS gives up, with its reason', async () => {
    const failed = { rolloutState: 'FAILED' as const, rolloutStateReason: 'tasks failed to start' };
    ecs.on(DescribeServicesCommand).resolves({
      services: [service('orders', {}, { ...failed, updatedAt: new Date('2026-01-01T00:00:10Z') })],
    });

    await expect(wait()).rejects.toThrow(ServiceDeploymentFailedError);
    await expect(wait()).rejects.toThrow(/orders: .*tasks failed to start/);
    expect(ecs.commandCalls(UpdateServiceCommand)).toHaveLength(0);
  });

  it('starts a deployment afresh that had failed before a redrive', async () => {
    const failed = { rolloutState: 'FAILED' as const, updatedAt: new Date('2025-12-31T23:00:00Z') };
    ecs
      .on(DescribeServicesCommand)
      .resolvesOnce({ services: SERVICES.map((name) => service(name, {}, name === 'orders' ? failed : {})) })
      .resolves({ services: SERVICES.map((name) => service(name)) });

    await expect(wait()).resolves.toEqual({});

    expect(ecs.commandCalls(UpdateServiceCommand).map((call) => call.args[0].input)).toEqual([
      { cluster: 'arn:cluster', service: 'arn:orders', forceNewDeployment: true },
    ]);
  });
});
