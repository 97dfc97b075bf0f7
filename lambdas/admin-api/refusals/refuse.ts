import { ADMIN_API_ROUTES, partsOf } from '../../shared/contracts/admin-api-routes';
import { type ApiResponse, respond } from '../../shared/http/responses';

const ROUTES = Object.values(ADMIN_API_ROUTES)
  .flat()
  .map((route) => {
    const { method, path } = partsOf(route);
    // A parameter is one part of the path, and not an empty one.
    return { method, path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) };
  });

/** What is wrong with a request that no route takes: its method (405, with those there are), or its path (404). */
export function refuse(path: string): ApiResponse {
  const methods = ROUTES.filter((route) => route.path.test(path)).map(({ method }) => method);
  if (methods.length === 0) return respond(404, { message: 'Not found' });
  // A parameter also fits the name of another route, so a method may be there twice.
  const allow = [...[...new Set(methods)].sort(), 'OPTIONS'].join(', ');
  return respond(405, { message: `This method is not allowed here; allowed are ${allow}` }, { allow });
}
