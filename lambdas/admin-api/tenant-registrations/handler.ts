import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import {
  createRegistrationSchema,
  deleteQuerySchema,
  patchRegistrationSchema,
} from '../../shared/contracts/admin-api';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { idSchema } from '../../shared/contracts/identifiers';
import { parseEnvironment } from '../../shared/environment';
import { controlPlanePublisher } from '../../shared/events/publish';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { readPage } from '../../shared/http/paging';
import { ok, page } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { validate } from '../../shared/middleware/validate';
import { metrics } from '../../shared/observability';
import { registryContext } from '../../shared/registry/client';
import { createRegistration } from './create-registration';
import { deleteRegistration } from './delete-registration';
import { environmentSchema } from './env';
import { getRegistration } from './get-registration';
import { listRegistrations, REGISTRATIONS_LIST } from './list-registrations';
import { patchRegistration } from './patch-registration';

const env = parseEnvironment(environmentSchema);
const registry = registryContext(env.REGISTRY_TABLE_NAME);
const publish = controlPlanePublisher(
  new EventBridgeClient(CLIENT_SETTINGS),
  env.EVENT_BUS_NAME,
  env.EVENT_NAMES,
);
const onSlotsUsed = (percent: number) =>
  metrics.addMetric('SiloSlotsUsedPercent', MetricUnit.Percent, percent);
const create = { registry, publish, places: env.PLACES, onSlotsUsed };

export const handler = apiHandler<AdminApiRoute<'tenant-registrations'>>(
  {
    'POST /tenant-registrations': {
      access: 'write',
      run: async ({ body }) => ok(await createRegistration(create, body(createRegistrationSchema)), 201),
    },
    'GET /tenant-registrations': {
      access: 'read',
      run: async ({ query }) => {
        const { rows, nextToken } = await listRegistrations(registry, readPage(query, REGISTRATIONS_LIST));
        return page(rows, nextToken);
      },
    },
    'GET /tenant-registrations/{id}': {
      access: 'read',
      run: async ({ param }) => ok(await getRegistration(registry, param('id', idSchema))),
    },
    'PATCH /tenant-registrations/{id}': {
      access: 'write',
      run: async ({ param, body }) =>
        ok(await patchRegistration(registry, param('id', idSchema), body(patchRegistrationSchema))),
    },
    'DELETE /tenant-registrations/{id}': {
      access: 'write',
      run: async ({ param, query }) =>
        ok(
          await deleteRegistration(
            { registry, publish },
            param('id', idSchema),
            validate(deleteQuerySchema, query, 'query'),
          ),
        ),
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID),
);
