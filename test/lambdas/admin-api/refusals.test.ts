import type { Context } from 'aws-lambda';
import { handler } from '../../../lambdas/admin-api/refusals/handler';
import { buildApiEvent } from '../../builders/admin-api';

/** As the HTTP API hands over what none of its routes takes. */
const ask = async (method: string, path: string) => {
  const event = { ...buildApiEvent(`${method} ${path}`, { claims: null }), routeKey: '$default' };
  const answer = await handler(event, { functionName: 'test', awsRequestId: 'i' } as Context);
  return { status: answer.statusCode, allow: answer.headers?.allow, body: JSON.parse(String(answer.body)) };
};

describe('what the Admin API has no route for', () => {
  it.each([
    ['PUT', '/tenants', 'GET, OPTIONS'],
    ['DELETE', '/tenant-registrations', 'GET, POST, OPTIONS'],
    ['POST', '/tenant-registrations/42', 'DELETE, GET, PATCH, OPTIONS'],
    ['GET', '/tenant-registrations/42/replay', 'POST, OPTIONS'],
    ['GET', '/tenant-registrations/preflight/replay', 'POST, OPTIONS'],
  ])('%s %s is a wrong method, and the answer says which there are', async (method, path, allow) => {
    expect(await ask(method, path)).toEqual({
      status: 405,
      allow,
      body: { message: `This method is not allowed here; allowed are ${allow}` },
    });
  });

  it.each(['/', '/tenant', '/tenants/', '/tenants/42/more', '/tenant-registrations//replay', '/%00'])(
    'GET %s is a wrong path',
    async (path) => {
      expect(await ask('GET', path)).toMatchObject({ status: 404, body: { message: 'Not found' } });
    },
  );
});
