import { DeleteClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import { removeCluster } from '../../../lambdas/offboarding/remove-cluster/remove-cluster';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { awsError, jumpingClock } from '../../builders/onboarding';
import { useRemoval } from '../../builders/removal';

const { registry, name, plan, planned, created, states } = useRemoval(14681);
const ecs = mockClient(ECSClient);
const remove = (clock = jumpingClock()) =>
  removeCluster({ ecs: new ECSClient({ region: 'eu-west-1' }), registry: registry.context, clock })({ plan });
const cluster = () => planned([{ type: 'Cluster', name }]);

beforeEach(() => {
  ecs.reset();
  ecs.on(DeleteClusterCommand).resolves({});
});

describe('remove-cluster', () => {
  it("deletes the tenant's own cluster, with one call", async () => {
    await created([{ type: 'Cluster', name, arn: 'arn:cluster' }]);

    await remove();

    expect(ecs.calls().map((call) => call.args[0].input)).toEqual([{ cluster: name }]);
    expect(await states()).toEqual(['Cluster deleted']);
  });

  it('deletes one of which no ARN was recorded', async () => {
    await cluster();

    await remove();

    expect(ecs.commandCalls(DeleteClusterCommand)[0]?.args[0].input).toEqual({ cluster: name });
  });

  it('does nothing for a tenant that shares a cluster', async () => {
    await remove();

    expect(ecs.calls()).toHaveLength(0);
  });

  it('accepts a cluster that is gone', async () => {
    await cluster();
    ecs.on(DeleteClusterCommand).rejects(awsError('ClusterNotFoundException'));

    await remove();

    expect(await states()).toEqual(['Cluster deleted']);
  });

  it.each(['ClusterContainsServicesException', 'ClusterContainsTasksException'])(
    'waits on %s, then leaves the waiting to the state machine',
    async (error) => {
      await cluster();
      ecs.on(DeleteClusterCommand).rejects(awsError(error));
      const clock = jumpingClock();

      await expect(remove(clock)).rejects.toThrow(NotReadyError);

      expect(clock.pauses[0]).toBe(100);
      expect(Math.max(...clock.pauses)).toBeLessThanOrEqual(1_000);
      expect(clock.now()).toBeGreaterThan(18_000);
      expect(await states()).toEqual(['Cluster planned']);
    },
  );

  it('passes another error on', async () => {
    await cluster();
    ecs.on(DeleteClusterCommand).rejects(awsError('AccessDeniedException'));

    await expect(remove()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
