import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { systemClock } from '../../shared/aws/wait-until';
import { executionNameSchema } from '../../shared/contracts/admin-api';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import { idSchema } from '../../shared/contracts/identifiers';
import { parseEnvironment } from '../../shared/environment';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { ok } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { findExport } from './find-export';
import { orderExport, stillRuns } from './order-export';

const env = parseEnvironment(environmentSchema);
const dependencies = {
  registry: registryContext(env.REGISTRY_TABLE_NAME),
  sfn: new SFNClient(CLIENT_SETTINGS),
  s3: new S3Client(CLIENT_SETTINGS),
  bucket: env.EXPORT_BUCKET_NAME,
  stateMachineArn: env.EXPORT_STATE_MACHINE_ARN,
  clock: systemClock,
};

/** Both for administrators only: an export is all that a tenant has. */
export const handler = apiHandler<AdminApiRoute<'exports'>>(
  {
    'POST /tenant-registrations/{id}/export': {
      access: 'write',
      run: async ({ param }) => {
        const answer = await orderExport(dependencies, param('id', idSchema));
        return ok(answer, 'files' in answer ? 200 : 202);
      },
    },
    'GET /tenant-registrations/{id}/exports/{name}': {
      access: 'write',
      run: async ({ param }) => {
        const name = param('name', executionNameSchema);
        const links = await findExport(dependencies, param('id', idSchema), name);
        return links ? ok(links) : ok(stillRuns(name), 202);
      },
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID),
);
