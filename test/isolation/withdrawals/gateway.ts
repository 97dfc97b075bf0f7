import {
  DeleteMethodCommand,
  GetMethodCommand,
  type GetMethodCommandOutput,
  GetResourcesCommand,
  GetRestApisCommand,
  type Integration,
  PutIntegrationCommand,
  PutMethodCommand,
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

/**
 * Makes the method anew: a patch cannot take a key's requirement away in the local AWS. There what stands is served at
 * once; at AWS it would take a deployment.
 */
async function redefine(
  { root: { apiGateway } }: World,
  undo: Undo,
  change: (integration: Integration, method: Method) => [Method, Integration],
): Promise<void> {
  const { items: apis = [] } = await apiGateway.send(new GetRestApisCommand({}));
  const [restApiId, ...others] = apis.map(({ id }) => id);
  if (!restApiId || others.length > 0) throw new Error('expected the gateway of one cell');
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
