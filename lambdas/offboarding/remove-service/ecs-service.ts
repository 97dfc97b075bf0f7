import {
  DeleteServiceCommand,
  DescribeServicesCommand,
  type ECSClient,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { DELETION_PATIENCE } from '../../shared/aws/delete';
import { isAwsError } from '../../shared/aws/errors';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';

interface EcsService {
  /** Name or ARN. */
  cluster: string;
  name: string;
}

/** ECS's ways to say that a service is not there, or is not active any more: it may still be draining. */
const NOT_ACTIVE = ['ServiceNotFoundException', 'ServiceNotActiveException', 'ClusterNotFoundException'];

/**
 * Takes a service's tasks out of service, with the time that their stopTimeout gives them, and waits until none is
 * left: deleting the service would not wait, and its target group and security group stay in use until then.
 *
 * @throws NotReadyError after 20 s: a task may take 35 s to end its last request
 */
export async function drain(ecs: ECSClient, { cluster, name }: EcsService, clock: Clock): Promise<void> {
  const scaled = await ifActive(() =>
    ecs.send(new UpdateServiceCommand({ cluster, service: name, desiredCount: 0 })),
  );
  let seen = scaled ? scaled.service : await describe(ecs, { cluster, name });
  const look = async () => {
    if (tasksOf(seen) > 0) seen = await describe(ecs, { cluster, name });
    return tasksOf(seen) === 0 ? {} : `${name}: ${tasksOf(seen)} tasks are not stopped yet`;
  };
  await waitUntil(look, DELETION_PATIENCE, clock);
}

/**
 * Deletes a drained service and waits until ECS shows it no more as active or draining: a cluster with such a service
 * cannot be deleted.
 *
 * @throws NotReadyError after 20 s
 */
export async function deleteService(
  ecs: ECSClient,
  { cluster, name }: EcsService,
  clock: Clock,
): Promise<void> {
  const deleted = await ifActive(() => ecs.send(new DeleteServiceCommand({ cluster, service: name })));
  let seen = deleted ? deleted.service : await describe(ecs, { cluster, name });
  const look = async () => {
    if (!isGone(seen)) seen = await describe(ecs, { cluster, name });
    return isGone(seen) ? {} : `${name}: ECS shows the service as ${seen?.status}`;
  };
  await waitUntil(look, DELETION_PATIENCE, clock);
}

const isGone = (service: Service | undefined) => service === undefined || service.status === 'INACTIVE';

const tasksOf = (service: Service | undefined): number =>
  isGone(service) ? 0 : (service?.runningCount ?? 0) + (service?.pendingCount ?? 0);

async function describe(ecs: ECSClient, { cluster, name }: EcsService): Promise<Service | undefined> {
  const shown = await ifActive(() => ecs.send(new DescribeServicesCommand({ cluster, services: [name] })));
  return shown?.services?.[0];
}

async function ifActive<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isAwsError(error, ...NOT_ACTIVE)) return undefined;
    throw error;
  }
}
