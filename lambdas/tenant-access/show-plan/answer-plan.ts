import type { APIGatewayProxyEvent } from 'aws-lambda';
import { NotReadyError, UnauthenticatedError } from '../../shared/errors';
import { type ApiResponse, errorResponse, respond } from '../../shared/http/responses';
import type { ShowPlan } from './show-plan';

/**
 * The answer to a tenant's user, who was let in by the authorizer: whose plan it is stands in its context, which no
 * client can write. Without an envelope, as everything on the tenants' API.
 */
export async function answerPlan(
  show: ShowPlan,
  event: Pick<APIGatewayProxyEvent, 'requestContext'>,
  { origin, maxAgeSeconds }: { origin: string; maxAgeSeconds: number },
): Promise<{ response: ApiResponse; error?: unknown }> {
  const cors = { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'Retry-After' };
  try {
    const tenantId: unknown = event.requestContext.authorizer?.tenantId;
    if (typeof tenantId !== 'string' || tenantId === '') throw new UnauthenticatedError('Unauthorized');
    const plan = await show(tenantId);
    return {
      response: respond(200, plan, { ...cors, 'cache-control': `private, max-age=${maxAgeSeconds}` }),
    };
  } catch (error) {
    const answer =
      error instanceof NotReadyError
        ? respond(503, { message: error.message }, { 'retry-after': '5' })
        : errorResponse(error);
    return { response: { ...answer, headers: { ...answer.headers, ...cors } }, error };
  }
}
