import {
  CreateHttpNamespaceCommand,
  DuplicateRequest,
  GetOperationCommand,
  NamespaceAlreadyExists,
  type ServiceDiscoveryClient,
  type Tag,
} from '@aws-sdk/client-servicediscovery';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';
import { findNamespace } from '../../shared/footprint/namespace';

/** Cloud Map makes an HTTP namespace in a few seconds; more than 15 s is the state machine's to wait. */
const PATIENCE = { first: 100, longest: 2_000, total: 15_000 };

/**
 * Makes a Cloud Map namespace, which takes an asynchronous operation. Cloud Map's own check of names is not relied on:
 * what a former try may have made is looked for first.
 *
 * @returns the namespace's id
 * @throws NotReadyError
 */
export async function createNamespace(
  cloudMap: ServiceDiscoveryClient,
  { name, tags, madeBefore }: { name: string; tags: Tag[]; madeBefore: boolean },
  clock: Clock,
): Promise<string> {
  const known = madeBefore && (await findNamespace(cloudMap, name));
  if (known) return known;
  try {
    const { OperationId } = await cloudMap.send(
      new CreateHttpNamespaceCommand({ Name: name, CreatorRequestId: name, Tags: tags }),
    );
    return await finished(cloudMap, OperationId, clock);
  } catch (error) {
    // A former try's operation still runs, or has made it.
    if (error instanceof DuplicateRequest) return finished(cloudMap, error.DuplicateOperationId, clock);
    const there =
      error instanceof NamespaceAlreadyExists && (error.NamespaceId ?? (await findNamespace(cloudMap, name)));
    if (!there) throw error;
    return there;
  }
}

async function finished(
  cloudMap: ServiceDiscoveryClient,
  operationId: string | undefined,
  clock: Clock,
): Promise<string> {
  const look = async () => {
    const { Operation } = await cloudMap.send(new GetOperationCommand({ OperationId: operationId }));
    if (Operation?.Status === 'FAIL') {
      throw new Error(`Cloud Map could not make the namespace: ${Operation.ErrorMessage}`);
    }
    const id = Operation?.Targets?.NAMESPACE;
    return Operation?.Status === 'SUCCESS' && id
      ? { id }
      : `Cloud Map's operation ${operationId} is ${Operation?.Status}`;
  };
  return (await waitUntil(look, PATIENCE, clock)).id;
}
