/**
 * Routes of the Admin API by the function that answers them: the HTTP API registers them, the functions dispatch
 * by them and the OpenAPI document lists them. Keys are API Gateway's route keys.
 */
export const ADMIN_API_ROUTES = {
  'tenant-registrations': [
    'POST /tenant-registrations',
    'GET /tenant-registrations',
    'GET /tenant-registrations/{id}',
    'PATCH /tenant-registrations/{id}',
    'DELETE /tenant-registrations/{id}',
  ],
  executions: [
    'GET /tenant-registrations/{id}/executions',
    'GET /tenant-registrations/{id}/executions/{name}',
    'GET /tenant-registrations/{id}/executions/{name}/definition',
    'GET /tenant-registrations/{id}/executions/{name}/states/{entry}',
  ],
  operations: [
    'POST /tenant-registrations/{id}/replay',
    'POST /tenant-registrations/{id}/cancel-offboarding',
    'POST /tenant-registrations/{id}/deactivate',
    'POST /tenant-registrations/{id}/activate',
  ],
  exports: ['POST /tenant-registrations/{id}/export', 'GET /tenant-registrations/{id}/exports/{name}'],
  tenants: [
    'GET /tenants',
    'GET /tenants/{id}',
    'GET /tenant-registrations/{id}/footprint',
    'GET /tenant-registrations/{id}/users',
    'GET /deletion-receipts',
  ],
  preflight: ['POST /tenant-registrations/preflight'],
  usage: ['GET /tenant-registrations/{id}/usage', 'POST /tenant-registrations/{id}/usage/extension'],
  overview: ['GET /overview'],
  upkeep: [
    'GET /dead-letters',
    'POST /dead-letters/redrive',
    'DELETE /dead-letters/{queue}/{messageId}',
    'GET /reconciliation',
    'POST /reconciliation',
  ],
  users: [
    'GET /me',
    'POST /users',
    'GET /users',
    'GET /users/{userId}',
    'PUT /users/{userId}',
    'DELETE /users/{userId}',
  ],
  'tenant-config': ['GET /tenant-config', 'GET /tenant-config/{tenantName}'],
} as const;

export type AdminApiFunction = keyof typeof ADMIN_API_ROUTES;
export type AdminApiRoute<F extends AdminApiFunction = AdminApiFunction> =
  (typeof ADMIN_API_ROUTES)[F][number];

/** `GET /tenants` as its two parts. */
export function partsOf(route: string): { method: string; path: string } {
  const [method = '', path = ''] = route.split(' ');
  return { method, path };
}

/** Functions whose routes need no operator's token: a login page calls them before anybody is signed in. */
export const PUBLIC_FUNCTIONS: readonly AdminApiFunction[] = ['tenant-config'];
