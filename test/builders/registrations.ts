import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type Answer, caller } from './admin-api';
import { useControlPlane } from './control-plane';

/** Tenant registrations of the Admin API, as an operator calls them, for the tests of one file. */
export function useRegistrations(port: number) {
  const plane = useControlPlane(port);
  let handler: ReturnType<typeof caller>;
  beforeAll(async () => {
    handler = caller((await import('../../lambdas/admin-api/tenant-registrations/handler')).handler);
  });

  let made = 0;
  const call: typeof handler = (route, options) => handler(route, options);
  const paramsOf = (answer: Answer) => ({ id: answer.body.data.tenantRegistrationId });
  return {
    plane,
    call,
    /** Of a tenant that nobody has: its name and mailbox are new in each call. */
    body: (tenantData: object = {}, rest: object = {}) => {
      const name = `tenant-${++made}`;
      return {
        tenantData: { tenantName: name, email: `${name}@example.com`, tier: 'basic', ...tenantData },
        ...rest,
      };
    },
    post: (sent: unknown) => call('POST /tenant-registrations', { body: sent }),
    get: (answer: Answer) => call('GET /tenant-registrations/{id}', { params: paramsOf(answer) }),
    patch: (answer: Answer, sent: object) =>
      call('PATCH /tenant-registrations/{id}', { params: paramsOf(answer), body: sent }),
    /** All items of the registry. */
    everything: async () => {
      const { documents, tableName } = plane.registry;
      return (await documents.send(new ScanCommand({ TableName: tableName }))).Items ?? [];
    },
    /** What the bus was told of a tenant. */
    eventsOf: async (answer: Answer) => {
      const { tenantId } = answer.body.data;
      await plane.events.heard(`of ${tenantId}`, ({ detail }) => detail.tenantId === tenantId);
      return plane.events.events.filter(({ detail }) => detail.tenantId === tenantId);
    },
  };
}
