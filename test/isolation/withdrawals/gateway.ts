import {
  DeleteMethodCommand,
  GetMethodCommand,
  type GetMethodCommandOutput,
  GetResourcesCommand,
  GetRestApisCommand,
  type Integration,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import type { Undo, World } from './withdrawal';

/** The header that the gateway sets for the load balancer, as an integration names it. */
const TENANT_PATH = 'integration.request.header.tenantPath';

type Method = Pick<GetMethodCommandOutput, 'authorizationType' | 'authorizerId' | 'apiKeyRequired'>;

/** Lets the list of orders be asked for by anybody, and leads all to the pool. */
export const dropAuthorizer = (world: World, undo: Undo): Promise<void> =>
  redefine(world, undo, ({ requestParameters, ...integration }) => [
    { authorizationType: 'NONE', authorizerId: undefined, apiKeyRequired: false },
    { ...integration, requestParameters: { ...requestParameters, [TENANT_PATH]: "'basic'" } },
  ]);

/** Leads a request for the list of orders wherever its client says. */
export const dropTenantPath = (world: World, undo: Undo): Promise<void> =>
  redefine(world, undo, ({ requestParameters, ...integration }, method) => {
    const { [TENANT_PATH]: _taken, ...kept } = requestParameters ?? {};
    return [method, { ...integration, requestParameters: kept }];
  });

/** Meters each request by the key that its client names. */
export async function dropKeyOfAuthorizer(world: World, undo: Undo): Promise<void> {
  const { apiGateway } = world.root;
  const restApiId = await gatewayOf(world);
  const set = (value: string) =>
    apiGateway.send(
      new UpdateRestApiCommand({
        restApiId,
        patchOperations: [{ op: 'replace', path: '/apiKeySource', value }],
      }),
    );
  undo.later(() => set('AUTHORIZER'));
  await set('HEADER');
}

async function gatewayOf({ root: { apiGateway } }: World): Promise<string> {
  const { items: apis = [] } = await apiGateway.send(new GetRestApisCommand({}));
  const [id, ...others] = apis.map((api) => api.id);
  if (!id || others.length > 0) throw new Error('expected the gateway of one cell');
  return id;
}

/**
 * Makes the method anew: a patch cannot take a key's requirement away in the local AWS. There what stands is served at
 * once; at AWS it would take a deployment.
 */
async function redefine(
  world: World,
  undo: Undo,
  change: (integration: Integration, method: Method) => [Method, Integration],
): Promise<void> {
  const { apiGateway } = world.root;
  const restApiId = await gatewayOf(world);
  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  const resourceId = items.find(({ path }) => path === '/orders')?.id;
  const where = { restApiId, resourceId, httpMethod: 'GET' };
  const { methodIntegration, methodResponses, requestParameters, authorizationType, ...method } =
    await apiGateway.send(new GetMethodCommand(where));
  const answers = { ...methodResponses, ...methodIntegration?.integrationResponses };
  if (!methodIntegration || Object.keys(answers).length > 0) throw new Error('expected a mere proxy');
  const put = async ([made, { httpMethod, type, ...integration }]: [Method, Integration]) => {
    await apiGateway.send(new DeleteMethodCommand(where)).catch((error: Error) => {
      if (error.name !== 'NotFoundException') throw error;
    });
    const { authorizationType: by, ...rest } = made;
    await apiGateway.send(
      new PutMethodCommand({ ...where, ...rest, requestParameters, authorizationType: by }),
    );
    await apiGateway.send(
      new PutIntegrationCommand({ ...where, ...integration, type, integrationHttpMethod: httpMethod }),
    );
  };
  const before: Method = { ...method, authorizationType };
  undo.later(() => put([before, methodIntegration]));
  await put(change(methodIntegration, before));
}
