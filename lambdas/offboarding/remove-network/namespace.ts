import {
  DeleteNamespaceCommand,
  DeleteServiceCommand,
  DuplicateRequest,
  GetOperationCommand,
  paginateListServices,
  type ServiceDiscoveryClient,
} from '@aws-sdk/client-servicediscovery';
import { DELETION_PATIENCE, deleteOrAccept } from '../../shared/aws/delete';
import { isAwsError } from '../../shared/aws/errors';
import { idOf } from '../../shared/aws/place';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import { NotReadyError } from '../../shared/errors';
import { findNamespace } from '../../shared/footprint/namespace';

/** Reasons of Cloud Map that pass by themselves. */
const PASSING = ['INTERNAL_FAILURE', 'THROTTLED_REQUEST'];

/**
 * Deletes a tenant's Cloud Map namespace, which takes an asynchronous operation. ECS removes the services that Service
 * Connect made in it together with its own, but not at once: those that are left are deleted first.
 *
 * @throws NotReadyError when instances are registered in it, or the operation runs, for longer than 20 s
 */
export async function deleteNamespace(
  cloudMap: ServiceDiscoveryClient,
  { state, arn, name }: LedgerEntry,
  clock: Clock,
): Promise<void> {
  const find = () => findNamespace(cloudMap, name);
  const Id = state === 'created' && arn ? idOf(arn) : await find();
  if (!Id) return;
  let operationId: string | undefined;
  const remove = async () => {
    try {
      operationId = (await cloudMap.send(new DeleteNamespaceCommand({ Id }))).OperationId;
    } catch (error) {
      // The operation of a former try still runs.
      if (error instanceof DuplicateRequest) {
        operationId = error.DuplicateOperationId;
        return;
      }
      if (isAwsError(error, 'ResourceInUse')) await deleteServices(cloudMap, Id);
      throw error;
    }
  };
  await deleteOrAccept(
    remove,
    {
      gone: ['NamespaceNotFound'],
      inUse: ['ResourceInUse'],
      isThere: async () => (await find()) !== undefined,
    },
    clock,
  );
  if (operationId) await finished(cloudMap, operationId, clock);
}

/** Deletes what is left in a namespace; a service with instances still in it is left for the next look. */
async function deleteServices(cloudMap: ServiceDiscoveryClient, namespaceId: string): Promise<void> {
  const Filters = [{ Name: 'NAMESPACE_ID' as const, Values: [namespaceId], Condition: 'EQ' as const }];
  for await (const { Services = [] } of paginateListServices({ client: cloudMap }, { Filters })) {
    for (const { Id } of Services) {
      try {
        await cloudMap.send(new DeleteServiceCommand({ Id }));
      } catch (error) {
        if (!isAwsError(error, 'ServiceNotFound', 'ResourceInUse')) throw error;
      }
    }
  }
}

async function finished(cloudMap: ServiceDiscoveryClient, operationId: string, clock: Clock): Promise<void> {
  const look = async () => {
    const { Operation = {} } = await cloudMap.send(new GetOperationCommand({ OperationId: operationId }));
    const { Status, ErrorCode = '', ErrorMessage } = Operation;
    if (Status === 'SUCCESS') return {};
    if (Status !== 'FAIL') return `Cloud Map's operation ${operationId} is ${Status}`;
    const failure = `Cloud Map could not delete the namespace: ${ErrorMessage} (${ErrorCode})`;
    throw PASSING.includes(ErrorCode) ? new NotReadyError(failure) : new Error(failure);
  };
  await waitUntil(look, DELETION_PATIENCE, clock);
}
